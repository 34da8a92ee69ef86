package dev.parley.system.http;

import static dev.parley.system.http.Problems.expectProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.parley.contract.RoomKind;
import dev.parley.system.environment.Conversation;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for every read: who may not ask at all, what is asked wrongly, and what caches may keep. */
class ReadRefusalsIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    private UUID room;
    private String token;

    @BeforeEach
    void aliceHasARoom() {
        room = chat.room(chat.onFirst(chat.alice()), RoomKind.PRIVATE);
        token = chat.alice().token();
    }

    private Stream<String> ofTheRoom() {
        return Stream.of("", "/members", "/messages", "/events").map(route -> "/api/rooms/" + room + route);
    }

    private List<String> all() {
        return Stream.concat(
                        ofTheRoom(),
                        Stream.of("/api/rooms", "/api/rooms/public", "/api/people", "/api/me", "/api/search?q=x"))
                .toList();
    }

    @Test
    void everyReadIsForItsCallerAlone() {
        all().forEach(path -> chat.history()
                .as(token)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", containsString("private")));
    }

    @Test
    void nobodyReadsWithoutAValidToken() {
        all().forEach(path -> {
            expectProblem(
                    chat.history().anonymous().get(path).then().header("WWW-Authenticate", not(blankOrNullString())),
                    401,
                    "unauthenticated");
            expectProblem(chat.history().as("garbage").get(path).then(), 401, "unauthenticated");
            expectProblem(
                    chat.history()
                            .as(chat.alice().tokenForAnotherAudience())
                            .get(path)
                            .then(),
                    401,
                    "unauthenticated");
        });
    }

    @Test
    void nothingIsWrittenHere() {
        all().forEach(path -> {
            expectProblem(chat.history().as(token).post(path).then(), 405, "methodNotAllowed");
            expectProblem(chat.history().as(token).delete(path).then(), 405, "methodNotAllowed");
        });
    }

    @Test
    void onlyJsonIsServed() {
        all().forEach(path -> expectProblem(
                chat.history().as(token).accept("text/csv").get(path).then(), 406, "notAcceptable"));
    }

    @Test
    void whatIsNoRoomsIdIsNotFound() {
        for (String id :
                List.of("x", "0", UUID.randomUUID().toString(), room.toString().toUpperCase(Locale.ROOT))) {
            Stream.of("", "/members", "/messages", "/events")
                    .forEach(route -> expectProblem(
                            chat.history()
                                    .as(token)
                                    .get("/api/rooms/" + id + route)
                                    .then(),
                            404,
                            "notFound"));
        }
        expectProblem(chat.history().as(token).get("/api/nothing-here").then(), 404, "notFound");
    }

    @Test
    void aRoomThatMayNotBeSeenLooksLikeOneThatIsNotThere() {
        String unseen = chat.history()
                .as(chat.dave().token())
                .get("/api/rooms/{room}", room)
                .asString();
        String missing = chat.history()
                .as(chat.dave().token())
                .get("/api/rooms/{room}", UUID.randomUUID())
                .asString();

        assertThat(unseen).isEqualTo(missing);
    }

    @Test
    void aLimitIsANumberFromOneToTwoHundred() {
        List<String> paged = List.of(
                "/api/rooms?",
                "/api/rooms/public?",
                "/api/people?",
                "/api/search?q=x&",
                "/api/rooms/" + room + "/members?",
                "/api/rooms/" + room + "/messages?",
                "/api/rooms/" + room + "/events?");
        for (String path : paged) {
            for (String limit : List.of("0", "-1", "201", "many", "1e3", "99999999999999999999")) {
                badParameter(path + "limit=" + limit, "limit");
            }
            chat.history().as(token).get(path + "limit=1").then().statusCode(200);
            chat.history().as(token).get(path + "limit=200").then().statusCode(200);
        }
    }

    @Test
    void placesAreNumbersAndThereIsOneAtMost() {
        String messages = "/api/rooms/" + room + "/messages?";
        badParameter(messages + "before=x", "before");
        badParameter(messages + "after=-1", "after");
        badParameter(messages + "around=1.5", "around");
        badParameter(messages + "minSequence=soon", "minSequence");
        badParameter("/api/rooms/" + room + "/events?after=x", "after");
        badParameter("/api/rooms/" + room + "/members?minSequence=x", "minSequence");
        expectProblem(
                chat.history().as(token).get(messages + "before=5&after=1").then(), 400, "invalid");
    }

    @Test
    void aSearchNeedsWords() {
        badParameter("/api/search", "q");
        badParameter("/api/search?q=", "q");
    }

    @Test
    void whatCannotBeInTheDatabaseIsNoFaultOfOurs() {
        for (String path : List.of("/api/people?q=%00", "/api/rooms/public?q=%00", "/api/search?q=%00")) {
            int status =
                    chat.history().as(token).urlEncodingEnabled(false).get(path).statusCode();
            assertThat(status).as(path).isIn(200, 400);
        }
    }

    private void badParameter(String path, String parameter) {
        expectProblem(chat.history().as(token).get(path).then().body("parameter", equalTo(parameter)), 400, "invalid");
    }
}
