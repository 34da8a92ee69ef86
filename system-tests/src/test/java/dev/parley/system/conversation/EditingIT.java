package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a message after it was posted: edits, deletion, reactions. */
class EditingIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    private ParleyClient alice;
    private ParleyClient bob;
    private UUID room;
    private String epoch;

    @BeforeEach
    void aliceAndBobShareARoom() {
        alice = chat.onFirst(chat.alice());
        bob = chat.onSecond(chat.bob());
        room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        epoch = bob.subscribe(room).epoch();
    }

    @Test
    void theAuthorEditsAndEverybodyHearsOfIt() {
        long message = alice.post(room, "a tpyo in the first version");

        long edit = ParleyClient.sequenceOf(alice.accepted(Say.edit(room, message, "no typo for @bob any more")));

        assertThat(bob.event(room, edit).change())
                .isEqualTo(new Event.MessageEdited(
                        message, "no typo for @bob any more", List.of(chat.bob().id()), false));
    }

    @Test
    void nobodyEditsWhatSomebodyElseSaid() {
        long ofBob = bob.post(room, "bob's own words");

        alice.rejected(Say.edit(room, ofBob, "words put into bob's mouth"), RejectionCode.FORBIDDEN);
    }

    @Test
    void onlyAMessageThatIsThereCanBeEdited() {
        long message = alice.post(room, "here today, gone tomorrow");
        alice.accepted(Say.delete(room, message));

        alice.rejected(Say.edit(room, message, "back from the dead"), RejectionCode.CONFLICT);
        alice.rejected(Say.edit(room, message + 1000, "from the future"), RejectionCode.NOT_FOUND);
        alice.rejected(Say.edit(room, 1, "the room's creation is no message"), RejectionCode.NOT_FOUND);
    }

    @Test
    void deletingLeavesATombstoneAndTakesTheTextOutOfTheLog() {
        String secret = "the password is swordfish";
        long message = alice.post(room, secret);
        long edit = ParleyClient.sequenceOf(alice.accepted(Say.edit(room, message, secret + ", really")));

        long deletion = ParleyClient.sequenceOf(alice.accepted(Say.delete(room, message)));

        assertThat(bob.event(room, deletion).change()).isEqualTo(new Event.MessageDeleted(message));
        List<Event> log = replay();
        assertThat(log.get((int) message - 1).change()).isEqualTo(new Event.MessagePosted("", null, List.of(), true));
        assertThat(log.get((int) edit - 1).change()).isEqualTo(new Event.MessageEdited(message, "", List.of(), true));
    }

    @Test
    void anOwnerDeletesWhatAMemberSaidAndAMemberDoesNot() {
        long ofBob = bob.post(room, "something rude by bob");
        long ofAlice = alice.post(room, "something stern by alice");

        bob.rejected(Say.delete(room, ofAlice), RejectionCode.FORBIDDEN);
        alice.accepted(Say.delete(room, ofBob));
        alice.rejected(Say.delete(room, ofBob), RejectionCode.CONFLICT);
        bob.rejected(Say.delete(room, ofBob), RejectionCode.CONFLICT);
        alice.rejected(Say.delete(room, ofAlice + 1000), RejectionCode.NOT_FOUND);
    }

    @Test
    void aReactionIsAddedOnceAndTakenBackOnce() {
        long message = alice.post(room, "who wants ice cream?");

        long added = ParleyClient.sequenceOf(bob.accepted(Say.react(room, message, "🍦")));
        bob.rejected(Say.react(room, message, "🍦"), RejectionCode.CONFLICT);
        alice.accepted(Say.react(room, message, "🍦"));
        long removed = ParleyClient.sequenceOf(bob.accepted(Say.unreact(room, message, "🍦")));
        bob.rejected(Say.unreact(room, message, "🍦"), RejectionCode.CONFLICT);

        assertThat(bob.event(room, added).change()).isEqualTo(new Event.ReactionAdded(message, "🍦"));
        assertThat(bob.event(room, removed).change()).isEqualTo(new Event.ReactionRemoved(message, "🍦"));
        assertThat(bob.event(room, removed).by().id()).isEqualTo(chat.bob().id());
    }

    @Test
    void aReactionNeedsAMessageThatIsThere() {
        long message = alice.post(room, "to be deleted in a moment");
        bob.accepted(Say.react(room, message, "👀"));
        alice.accepted(Say.delete(room, message));

        bob.rejected(Say.react(room, message, "👍"), RejectionCode.CONFLICT);
        bob.rejected(Say.react(room, message + 1000, "👍"), RejectionCode.NOT_FOUND);
        bob.rejected(Say.react(room, 1, "👍"), RejectionCode.NOT_FOUND);
    }

    @Test
    void aMessageCarriesTwentyDifferentEmojiAndNoMore() {
        long message = alice.post(room, "react with everything you have");
        List<String> emoji = IntStream.range(0, 21)
                .mapToObj(number -> Character.toString(0x1F600 + number))
                .toList();

        emoji.stream().limit(20).forEach(one -> alice.accepted(Say.react(room, message, one)));

        alice.rejected(Say.react(room, message, emoji.get(20)), RejectionCode.CONFLICT);
        bob.accepted(Say.react(room, message, emoji.get(0)));
        bob.rejected(Say.react(room, message, emoji.get(20)), RejectionCode.CONFLICT);
    }

    /** The room's log from its start, as somebody reads it who comes now. */
    private List<Event> replay() {
        ParleyClient late = chat.onFirst(chat.bob());
        long head = late.subscribe(room, epoch, 0).sequence();
        return late.eventsUpTo(room, head);
    }
}
