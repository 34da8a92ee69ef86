package dev.parley.system.http;

import static dev.parley.system.http.Problems.expectProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/commands}: the same commands and answers for bots and scripts. */
class CommandsRouteIT {
    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final String JSON = "application/json";

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void anAcceptedCommandIsAnsweredAsOverTheWebSocketAndReachesSubscribers() {
        ParleyClient alice = chat.onSecond(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        String epoch = alice.subscribe(room).epoch();
        Command.Post command = Say.post(room, "posted by a script");

        int sequence = command(chat.bob(), command)
                .statusCode(200)
                .contentType(JSON)
                .body("type", equalTo("accepted"))
                .body("id", equalTo(command.id()))
                .body("room", equalTo(room.toString()))
                .body("epoch", equalTo(epoch))
                .extract()
                .path("sequence");

        assertThat(alice.event(room, sequence).change())
                .isEqualTo(new Event.MessagePosted("posted by a script", null, List.of(), false));
    }

    @Test
    void everyCommandWorksThroughThisDoor() {
        String bob = chat.bob().id();
        Command.CreateRoom create = Say.createRoom("made by a script", RoomKind.PUBLIC, bob);
        command(chat.alice(), create).statusCode(200);
        UUID room = RoomIds.created(chat.alice().id(), create.id());
        int message = command(chat.alice(), Say.post(room, "by a script"))
                .statusCode(200)
                .extract()
                .path("sequence");

        List.of(
                        Say.rename(room, "renamed by a script"),
                        Say.edit(room, message, "edited by a script"),
                        Say.react(room, message, "🤖"),
                        Say.unreact(room, message, "🤖"),
                        Say.read(room, message),
                        Say.delete(room, message),
                        Say.removeMember(room, bob),
                        Say.addMember(room, bob),
                        Say.ban(room, bob),
                        Say.unban(room, bob),
                        Say.openDirect(bob))
                .forEach(command -> command(chat.alice(), command).statusCode(200));
        command(chat.bob(), Say.join(room)).statusCode(200);
        command(chat.bob(), Say.leave(room)).statusCode(200);
    }

    @Test
    void eachRejectionHasItsStatusAndIsAProblem() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID open = chat.room(alice, RoomKind.PUBLIC);
        UUID closed = chat.room(alice, RoomKind.PRIVATE);

        expectProblem(command(chat.bob(), Say.post(open, " ")), 400, "invalid");
        expectProblem(command(chat.bob(), Say.post(open, "not a member")), 403, "forbidden");
        expectProblem(command(chat.bob(), Say.post(closed, "not my room")), 404, "notFound");
        expectProblem(command(chat.alice(), Say.join(open)), 409, "conflict");
        expectProblem(command(chat.alice(), Say.post(open, "x".repeat(8_001))), 413, "tooLarge");
    }

    @Test
    void aRejectionNamesTheCommandThatItAnswers() {
        Command.Post command = Say.post(UUID.randomUUID(), "into the void");

        command(chat.bob(), command).statusCode(404).body("id", equalTo(command.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"post\"",
                "{\"type\":\"ping\"}",
                "{\"type\":\"signIn\",\"id\":\"x\"}",
                "{\"type\":\"subscribe\",\"id\":\"x\",\"rooms\":\"mine\"}",
                "{\"type\":\"post\",\"id\":\"x\",\"room\":\"no-room\",\"text\":\"x\"}",
                "{\"type\":\"post\",\"id\":\"x\",\"room\":\"00000000-0000-4000-8000-000000000000\","
                        + "\"text\":\"\\u0000\"}",
            })
    void whatIsNoCommandIsInvalid(String body) {
        expectProblem(send(chat.bob().token(), body), 400, "invalid");
    }

    @Test
    void aBodyOverTheFrameLimitIsTooLarge() throws IOException, InterruptedException {
        String padding = "x".repeat(Limits.DEFAULT.frameBytes());
        String body = "{\"type\":\"join\",\"id\":\"x\",\"room\":\"" + UUID.randomUUID() + "\",\"padding\":\"" + padding
                + "\"}";

        expectProblem(send(chat.bob().token(), body), 413, "tooLarge");
        assertThat(askFirst(chat.bob().token(), "x".repeat(300_000))).isEqualTo(413);
    }

    /**
     * Sends the body only if the gateway wants it: one that is longer than any command could be is refused by its length, and
     * whoever is still writing then finds the connection closed.
     *
     * @return the status
     */
    private int askFirst(String token, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        chat.system().gateway(0).uri().resolve("/api/commands"))
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void withoutAValidTokenNothingIsTaken() {
        String body = new String(CODEC.encode(Say.join(UUID.randomUUID())), UTF_8);

        ValidatableResponse anonymous = chat.http(0)
                .anonymous()
                .contentType(JSON)
                .body(body)
                .post("/api/commands")
                .then()
                .header("WWW-Authenticate", not(blankOrNullString()));
        expectProblem(anonymous, 401, "unauthenticated");
        expectProblem(send("garbage", body), 401, "unauthenticated");
        expectProblem(send(chat.bob().tokenForAnotherAudience(), body), 401, "unauthenticated");
    }

    @Test
    void otherMethodsAndMediaTypesAreNotAllowed() {
        chat.http(0).as(chat.bob().token()).get("/api/commands").then().statusCode(405);
        chat.http(0)
                .as(chat.bob().token())
                .contentType("text/plain")
                .body("{}")
                .post("/api/commands")
                .then()
                .statusCode(415);
        chat.http(0)
                .as(chat.bob().token())
                .contentType(JSON)
                .body("{}")
                .post("/api/nothing-here")
                .then()
                .statusCode(404);
    }

    private ValidatableResponse command(User user, Command command) {
        return chat.http(0).command(user.token(), command).then();
    }

    private ValidatableResponse send(String token, String body) {
        return chat.http(0)
                .as(token)
                .contentType(JSON)
                .body(body.getBytes(UTF_8))
                .post("/api/commands")
                .then();
    }
}
