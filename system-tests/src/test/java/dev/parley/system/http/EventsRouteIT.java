package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Command;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/rooms/{room}/events}: the log itself. */
class EventsRouteIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void theLogIsWhatSubscribersSawToTheLetter() throws IOException {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        ParleyClient bob = chat.onSecond(chat.bob());
        bob.subscribe(room, bob.subscribe(room).epoch(), 0);
        long message = alice.post(room, "quoted \"exactly\" – ünïcödé 😀 \\ / \u2028");
        alice.accepted(Say.edit(room, message, "edited for @bob"));
        alice.accepted(Say.react(room, message, "👍"));
        alice.accepted(Say.unreact(room, message, "👍"));
        alice.accepted(Say.topic(room, "a topic"));
        long last = ParleyClient.sequenceOf(
                alice.accepted(Say.addMember(room, chat.carol().id())));
        bob.eventsUpTo(room, last);

        Response response = chat.history().as(chat.bob().token()).get("/api/rooms/{room}/events", room);

        List<JsonNode> seen = new ArrayList<>();
        for (String frame : bob.transcript().json()) {
            JSON.readTree(frame).path("events").forEach(seen::add);
        }
        List<JsonNode> stored = new ArrayList<>();
        JSON.readTree(response.asByteArray()).path("events").forEach(stored::add);
        assertThat(stored).isEqualTo(seen).hasSize((int) last);
    }

    @Test
    void pagesGoThroughTheWholeLogWithoutHoleOrOverlap() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        List<Command.Post> posts = IntStream.range(0, 300)
                .mapToObj(number -> Say.post(room, "entry " + number))
                .toList();
        posts.forEach(alice::submit);
        posts.forEach(alice::awaitAccepted);
        Pages pages = new Pages(chat.history(), chat.alice().token());

        List<Response> log = pages.follow("/api/rooms/" + room + "/events?limit=100", "next");

        List<Integer> sequences = Pages.<Integer>column(log, "events.sequence").stream()
                .flatMap(List::stream)
                .toList();
        assertThat(sequences).isEqualTo(IntStream.rangeClosed(1, 302).boxed().toList());
        assertThat(pages.get("/api/rooms/" + room + "/events?after=300")
                        .jsonPath()
                        .<Integer>getList("events.sequence"))
                .containsExactly(301, 302);
        chat.history()
                .as(chat.alice().token())
                .get("/api/rooms/{room}/events?after=302", room)
                .then()
                .body("events", empty());
    }

    @Test
    void whatWasDeletedIsNotInTheLogAnyMore() {
        String secret = "unutterable " + UUID.randomUUID();
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        long message = alice.post(room, secret);
        alice.accepted(Say.edit(room, message, "edited: " + secret));
        alice.accepted(Say.delete(room, message));

        for (String route : List.of("/events", "/messages", "")) {
            Response response = chat.history().as(chat.alice().token()).get("/api/rooms/" + room + route);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.asString()).as(route).doesNotContain(secret);
        }
    }
}
