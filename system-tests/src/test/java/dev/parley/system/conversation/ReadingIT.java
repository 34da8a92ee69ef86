package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.Signal;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The read pointer: an answer without an event, a receipt for the others, a count for oneself. */
class ReadingIT {
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
    }

    @Test
    void readingMovesThePointerForwardAndNeverBack() {
        long first = alice.post(room, "the first to be read");
        long second = alice.post(room, "the second to be read");

        assertThat(ParleyClient.sequenceOf(bob.accepted(Say.read(room, second))))
                .isEqualTo(second);
        assertThat(ParleyClient.sequenceOf(bob.accepted(Say.read(room, first)))).isEqualTo(second);
    }

    @Test
    void readingWritesNoEvent() {
        long first = alice.post(room, "read me and tell nobody");
        bob.accepted(Say.read(room, first));

        assertThat(alice.post(room, "the next event")).isEqualTo(first + 1);
    }

    @Test
    void nobodyReadsAheadOfTheHead() {
        long head = alice.post(room, "nothing comes after me");

        bob.rejected(Say.read(room, head + 1), RejectionCode.INVALID);
    }

    @Test
    void othersSeeAReceiptWhicheverGatewayTheyAreOn() {
        ParleyClient aliceElsewhere = chat.onSecond(chat.alice());
        alice.subscribe(room);
        aliceElsewhere.subscribe(room);
        long message = alice.post(room, "did you read this?");

        bob.accepted(Say.read(room, message));

        Signal.Receipt receipt = new Signal.Receipt(room, chat.bob().id(), message);
        assertThat(alice.signal(Signal.Receipt.class, receipt::equals)).isEqualTo(receipt);
        assertThat(aliceElsewhere.signal(Signal.Receipt.class, receipt::equals)).isEqualTo(receipt);
    }

    @Test
    void unreadCountsWhatOthersPostedAfterThePointer() {
        long first = alice.post(room, "one thing to read");
        alice.post(room, "another thing to read");
        long third = alice.post(room, "a third thing to read");
        assertThat(unread(chat.bob().token(), third)).isEqualTo(3);
        assertThat(unread(chat.alice().token(), third))
                .as("one's own words are read")
                .isZero();

        bob.accepted(Say.read(room, first));

        assertThat(unread(chat.bob().token(), third)).isEqualTo(2);
        long answer = bob.post(room, "posting means having read");
        assertThat(unread(chat.bob().token(), answer)).isZero();
        assertThat(unread(chat.alice().token(), answer)).isEqualTo(1);
    }

    @Test
    void unreadMentionsAreNamedAsTheMessagesStandNow() {
        long mention = alice.post(room, "@" + chat.bob().name() + ", lunch?");
        long plain = alice.post(room, "or not");
        assertThat(unreadMentions(chat.bob().token(), plain)).containsExactly((int) mention);
        assertThat(unreadMentions(chat.alice().token(), plain)).isEmpty();

        long edit = ParleyClient.sequenceOf(alice.accepted(Say.edit(room, mention, "whoever, lunch?")));
        assertThat(unreadMentions(chat.bob().token(), edit)).isEmpty();
    }

    private List<Integer> unreadMentions(String token, long sequence) {
        return summary(token, sequence).path("unreadMentions");
    }

    private int unread(String token, long sequence) {
        return summary(token, sequence).path("unread");
    }

    private ExtractableResponse<Response> summary(String token, long sequence) {
        return chat.history()
                .as(token)
                .queryParam("minSequence", sequence)
                .get("/api/rooms/{room}", room)
                .then()
                .statusCode(200)
                .extract();
    }
}
