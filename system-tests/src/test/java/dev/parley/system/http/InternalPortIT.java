package dev.parley.system.http;

import static dev.parley.system.http.Problems.expectProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Requests;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What gateways ask history-service, on a port of its own with a credential of its own. */
class InternalPortIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    private final Requests port = new Requests(chat.system().internalHistoryUri());
    private final String credential = chat.system().serviceCredential();

    @Test
    void aUsersTokenOpensNothingHere() {
        for (String token : List.of(chat.alice().token(), "garbage", credential + "x", "")) {
            expectProblem(
                    port.as(token)
                            .contentType("application/json")
                            .body("{\"users\":[]}")
                            .post("/internal/memberships")
                            .then(),
                    401,
                    "unauthenticated");
            port.as(token)
                    .get("/internal/events?room=" + UUID.randomUUID())
                    .then()
                    .statusCode(401);
        }
        port.anonymous().post("/internal/standings").then().statusCode(401);
    }

    @Test
    void theRoutesForClientsAndTheRoutesForGatewaysAreApart() {
        port.as(credential).get("/api/me").then().statusCode(404);
        chat.history()
                .as(credential)
                .contentType("application/json")
                .body("{\"users\":[]}")
                .post("/internal/memberships")
                .then()
                .statusCode(oneOf(401, 404));
    }

    @Test
    void membershipsAreTheRoomsOfEachUser() {
        User erin = chat.fresh("erin");
        ParleyClient client = chat.onFirst(erin);
        UUID room = client.createRoom("erin's only room", RoomKind.PUBLIC);
        String epoch = client.subscribe(room).epoch();

        port.as(credential)
                .contentType("application/json")
                .body(Map.of("users", List.of(erin.id(), "nobody")))
                .post("/internal/memberships")
                .then()
                .statusCode(200)
                .body("users.nobody", equalTo(List.of()))
                .body(
                        "users.'" + erin.id() + "'",
                        contains(Map.of(
                                "room",
                                room.toString(),
                                "epoch",
                                epoch,
                                "sequence",
                                2,
                                "kind",
                                "public",
                                "role",
                                "owner")));
    }

    @Test
    void standingsSayWhoMaySeeWhatInTheOrderOfTheQuestions() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID closed = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        UUID open = chat.room(alice, RoomKind.PUBLIC);
        alice.accepted(Say.ban(open, chat.carol().id()));

        port.as(credential)
                .contentType("application/json")
                .body(Map.of(
                        "pairs",
                        List.of(
                                pair(closed, chat.bob()),
                                pair(closed, chat.dave()),
                                pair(open, chat.dave()),
                                pair(open, chat.carol()),
                                pair(UUID.randomUUID(), chat.alice()))))
                .post("/internal/standings")
                .then()
                .statusCode(200)
                .body("standings.visible", contains(true, false, true, false, false))
                .body("standings[0].role", equalTo("member"))
                .body("standings[0].kind", equalTo("private"))
                .body("standings[2].role", nullValue())
                .body("standings[1].epoch", nullValue());
    }

    private static Map<String, String> pair(UUID room, User user) {
        return Map.of("room", room.toString(), "user", user.id());
    }

    @Test
    void eventsAreLinesWithWhatAGatewayRoutesBy() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        long last = alice.post(room, "a text with a tab\tand a new line\nin it");

        Response response = port.as(credential)
                .queryParam("room", room)
                .queryParam("after", 1)
                .queryParam("limit", 1000)
                .get("/internal/events");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Parley-Sequence")).isEqualTo(Long.toString(last));
        assertThat(response.header("Parley-Epoch")).isNotBlank();
        List<String[]> lines =
                response.asString().lines().map(line -> line.split("\t", 4)).toList();
        assertThat(lines).extracting(line -> line[0]).containsExactly("2", "3", "4");
        assertThat(lines)
                .extracting(line -> line[1])
                .containsExactly("member.joined", "member.joined", "message.posted");
        assertThat(lines)
                .extracting(line -> line[2])
                .containsExactly(chat.alice().id(), chat.bob().id(), "");
        assertThat(lines).allSatisfy(line -> assertThat(line[3]).startsWith("{").endsWith("}"));
        port.as(credential)
                .get("/internal/events?room=" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }
}
