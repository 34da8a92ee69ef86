package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contract.Answer;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text comes back as it was sent, to the character, or is refused. */
class TextIT {
    private static final int MAX = Limits.DEFAULT.textCodePoints();

    @RegisterExtension
    final Conversation chat = new Conversation();

    private ParleyClient alice;
    private ParleyClient bob;
    private UUID room;

    @BeforeEach
    void aliceAndBobShareARoom() {
        alice = chat.onFirst(chat.alice());
        bob = chat.onSecond(chat.bob());
        room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        bob.subscribe(room);
    }

    static Stream<Arguments> hostileTexts() {
        return Stream.of(
                Arguments.of(
                        "right to left", "\u202Eabc \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627\u202C"),
                Arguments.of("zero width", "a\u200B\u200C\u200D\u2060\uFEFFb"),
                Arguments.of("nothing visible", "\u200B"),
                Arguments.of("a family of joined emoji", "👨‍👩‍👧‍👦 🏴‍☠️ 👍🏽"),
                Arguments.of("composed and decomposed", "\u00E9 e\u0301 \u212B \u00C5"),
                Arguments.of("controls", "\u0001\u0002\u0007\b\t\n\u000B\f\r\u001B[31m\u007F\u0085\u009F end"),
                Arguments.of("line separators", "one\u2028two\u2029three\r\nfour"),
                Arguments.of("no characters", "\uFFFE\uFFFF\uFFFD \uD83F\uDFFF"),
                Arguments.of("markup", "<script>alert('&amp;')</script> ${jndi:ldap://x} {{7*7}}"),
                Arguments.of("quotes", "'; drop table message; -- \\ \" \\u0041 %s %n"),
                Arguments.of("outer blanks", "  \t kept as they are \u00A0\n "),
                Arguments.of("combining marks", "Z" + "\u0335\u0321\u0322".repeat(500)),
                Arguments.of("the longest text", "😀".repeat(MAX)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileTexts")
    void everyTextComesBackUnchanged(String kind, String text) {
        long message = alice.post(room, text);

        Event event = bob.event(room, message);
        assertThat(event.change())
                .isInstanceOfSatisfying(
                        Event.MessagePosted.class,
                        posted -> assertThat(posted.text()).isEqualTo(text));
        chat.history()
                .as(chat.bob().token())
                .queryParam("minSequence", message)
                .get("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(200)
                .body("messages[0].text", equalTo(text));
    }

    @Test
    void oneCharacterMoreThanTheLimitIsTooLarge() {
        alice.rejected(Say.post(room, "x".repeat(MAX + 1)), RejectionCode.TOO_LARGE);
        alice.rejected(Say.post(room, "😀".repeat(MAX + 1)), RejectionCode.TOO_LARGE);
        alice.rejected(Say.rename(room, "n".repeat(Limits.DEFAULT.nameCodePoints() + 1)), RejectionCode.TOO_LARGE);
        alice.rejected(Say.topic(room, "t".repeat(Limits.NOTE_CODE_POINTS + 1)), RejectionCode.TOO_LARGE);
        alice.rejected(Say.react(room, 1, "😀".repeat(9)), RejectionCode.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zero \\u0000 byte",
                "half \\uD83D a pair",
                "the other half \\uDE00",
                "the wrong way round \\uDE00\\uD83D",
            })
    void whatCannotBeStoredIsInvalid(String escaped) {
        String id = Say.freshId();

        alice.sendText(
                "{\"type\":\"post\",\"id\":\"" + id + "\",\"room\":\"" + room + "\",\"text\":\"" + escaped + "\"}");

        assertThat(alice.awaitAnswer(id))
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(RejectionCode.INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
    void aTextOfBlanksIsInvalid(String blank) {
        alice.rejected(Say.post(room, blank), RejectionCode.INVALID);
    }

    @Test
    void aNameIsKeptAsItIsToo() {
        String name = "\u202E room \u200D ' \" \\ <b> 😀";
        UUID named = alice.createRoom(name, RoomKind.PRIVATE);
        String epoch = alice.subscribe(named).epoch();
        ParleyClient late = chat.onSecond(chat.alice());
        late.subscribe(named, epoch, 0);

        assertThat(late.change(named, Event.RoomCreated.class).name()).isEqualTo(name);
    }
}
