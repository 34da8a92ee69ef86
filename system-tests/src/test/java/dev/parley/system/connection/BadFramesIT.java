package dev.parley.system.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.system.client.LazyReader;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets for what nobody can understand. */
class BadFramesIT {
    private static final int TOLERATED = 9;

    @RegisterExtension
    final Conversation chat = new Conversation();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "[]",
                "null",
                "42",
                "{}",
                "{\"type\":\"dance\"}",
                "{\"type\":7}",
                "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"pong\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "{\"type\":\"post\",\"room\":\"x\",\"text\":\"no id\"}",
                "{\"type\":\"post\",\"id\":\"\",\"text\":\"an empty id\"}",
            })
    void whatHasNoUsableIdIsAnsweredWithAnErrorAndForgiven(String frame) {
        ParleyClient client = chat.onFirst(chat.alice());

        client.sendText(frame);

        client.first(ServerFrame.Failure.class, failure -> !failure.message().isBlank(), "an error");
        client.settle();
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"bad-1\",\"type\":\"dance\"}",
                "{\"id\":\"bad-1\",\"type\":\"post\"}",
                "{\"id\":\"bad-1\",\"type\":\"post\",\"room\":\"not-a-room\",\"text\":\"hello\"}",
                "{\"id\":\"bad-1\",\"type\":\"post\",\"room\":\"00000000-0000-4000-8000-000000000000\",\"text\":7}",
                "{\"id\":\"bad-1\",\"type\":\"post\",\"room\":\"00000000-0000-4000-8000-000000000000\",\"text\":\" \"}",
                "{\"id\":\"bad-1\",\"type\":\"edit\",\"room\":\"00000000-0000-4000-8000-000000000000\","
                        + "\"sequence\":0,\"text\":\"x\"}",
                "{\"id\":\"bad-1\",\"type\":\"createRoom\",\"name\":\"x\",\"kind\":\"direct\"}",
                "{\"id\":\"bad-1\",\"type\":\"createRoom\",\"name\":\"x\",\"kind\":\"secret\"}",
                "{\"id\":\"bad-1\",\"type\":\"subscribe\",\"rooms\":\"yours\"}",
                "{\"id\":\"bad-1\",\"type\":\"subscribe\",\"rooms\":[{}]}",
                "{\"id\":\"bad-1\",\"type\":\"signIn\"}",
            })
    void whatHasAnIdIsRejectedAsInvalid(String frame) {
        ParleyClient client = chat.onFirst(chat.alice());

        client.sendText(frame);

        assertThat(client.awaitAnswer("bad-1")).isInstanceOfSatisfying(Answer.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(RejectionCode.INVALID);
            assertThat(rejected.message()).isNotBlank();
        });
        client.settle();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void theTenthBadFrameIsTheLast() {
        ParleyClient client = chat.onFirst(chat.alice());

        for (int i = 0; i < TOLERATED; i++) {
            client.sendText("not even JSON");
        }
        client.await("nine errors", seen -> nineErrors(seen.of(ServerFrame.Failure.class)));
        client.settle();
        assertThat(client.isOpen()).isTrue();

        client.sendText("not even JSON");
        assertThat(client.awaitClose()).isEqualTo(CloseCode.PROTOCOL_VIOLATION.code());
    }

    private static Optional<Boolean> nineErrors(List<ServerFrame.Failure> errors) {
        return errors.size() >= TOLERATED ? Optional.of(true) : Optional.empty();
    }

    @Test
    void unknownFieldsAreIgnored() {
        ParleyClient client = chat.onFirst(chat.alice());
        UUID room = chat.room(client, RoomKind.PRIVATE);
        String id = Say.freshId();

        client.sendText(
                "{\"type\":\"post\",\"id\":\"" + id + "\",\"room\":\"" + room
                        + "\",\"text\":\"fields from the future\",\"mood\":\"merry\",\"nested\":{\"deep\":[1,2,{\"x\":null}]}}");

        assertThat(client.awaitAnswer(id)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void aFrameOverTheLimitIsRefusedAndTakesNothing() {
        ParleyClient client = chat.onFirst(chat.alice());
        ParleyClient other = chat.onFirst(chat.bob());
        UUID room = chat.room(other, RoomKind.PUBLIC);
        long before = other.subscribe(room).sequence();
        String frame = "{\"type\":\"join\",\"id\":\"too-large\",\"room\":\"" + room + "\",\"padding\":\""
                + "x".repeat(Limits.DEFAULT.frameBytes()) + "\"}";

        client.sendText(frame);

        client.first(ServerFrame.Failure.class, _ -> true, "an error");
        assertThat(other.post(room, "nobody joined before this")).isEqualTo(before + 1);
    }

    /** The JDK's client sends a text this long in many frames, none of which is too long by itself. */
    @Test
    void aTextThatIsAbsurdlyLongInItsPartsEndsTheConnectionForGood() {
        ParleyClient client = chat.onFirst(chat.alice());

        client.sendText("x".repeat(3 * Limits.DEFAULT.frameBytes()));

        assertThat(client.awaitClose()).isEqualTo(CloseCode.PROTOCOL_VIOLATION.code());
    }

    @Test
    void aFrameOfExactlyTheLimitIsRead() {
        ParleyClient client = chat.onFirst(chat.alice());
        String head = "{\"type\":\"ping\",\"padding\":\"";
        String tail = "\"}";

        client.sendText(head + "x".repeat(Limits.DEFAULT.frameBytes() - head.length() - tail.length()) + tail);

        client.first(ServerFrame.Pong.class, _ -> true, "a pong");
    }

    @Test
    void aBinaryFrameIsNotUnderstood() {
        ParleyClient client = chat.onFirst(chat.alice());

        client.sendBinary("{\"type\":\"ping\"}".getBytes(UTF_8));

        client.first(ServerFrame.Failure.class, _ -> true, "an error");
        assertThat(client.transcript().of(ServerFrame.Pong.class)).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8AreNeverTakenForAText() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        long before = alice.subscribe(room).sequence();
        // In this character set ÿ is the byte 0xFF, which no UTF-8 contains.
        byte[] post = ("{\"type\":\"post\",\"id\":\"half\",\"room\":\"" + room + "\",\"text\":\"half a ÿ\"}")
                .getBytes(ISO_8859_1);
        try (LazyReader client = LazyReader.open(
                chat.system().gateway(0).webSocketUri(), chat.alice().token())) {
            client.sendTextBytes(post);
            client.sendText("{\"type\":\"ping\"}");

            // Closed at once, or refused and still there.
            client.readUntil("\"pong\"");
        }
        assertThat(alice.post(room, "nothing came before this")).isEqualTo(before + 1);
        chat.http(0)
                .as(chat.alice().token())
                .contentType("application/json")
                .body(post)
                .post("/api/commands")
                .then()
                .statusCode(400);
    }

    @Test
    void manyRoomsAreSubscribedAtOnceButNotMoreThanTheLimit() {
        ParleyClient client = chat.onFirst(chat.alice());
        List<Listening> tooMany = Stream.generate(() -> new Listening(UUID.randomUUID(), null, null))
                .limit(Limits.DEFAULT.subscribeRooms() + 1)
                .toList();

        assertThat(client.subscribeAll(tooMany))
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(RejectionCode.TOO_LARGE));
    }
}
