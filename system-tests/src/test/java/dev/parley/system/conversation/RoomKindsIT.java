package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sets direct and announcement rooms apart, and what may be changed of a room. */
class RoomKindsIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void aSetOfPeopleHasOneDirectRoomWhoeverOpensIt() {
        User erin = chat.fresh("erin");
        User frank = chat.fresh("frank");
        ParleyClient first = chat.onFirst(erin);
        ParleyClient second = chat.onSecond(frank);

        Answer.Accepted opened = first.accepted(Say.openDirect(frank.id()));
        Answer.Accepted again = first.accepted(Say.openDirect(frank.id()));
        Answer.Accepted byTheOther = second.accepted(Say.openDirect(erin.id()));
        Answer.Accepted namingOneself = second.accepted(Say.openDirect(erin.id(), frank.id()));

        assertThat(List.of(again, byTheOther, namingOneself)).allSatisfy(answer -> {
            assertThat(answer.room()).isEqualTo(opened.room());
            assertThat(answer.epoch()).isEqualTo(opened.epoch());
            assertThat(answer.sequence()).isEqualTo(opened.sequence());
        });
        UUID withCarol = second.openDirect(erin.id(), chat.carol().id());
        assertThat(withCarol).isNotEqualTo(opened.room());
    }

    @Test
    void aDirectRoomOpenedByBothAtOnceIsOneRoom() {
        User erin = chat.fresh("erin");
        User frank = chat.fresh("frank");
        ParleyClient first = chat.onFirst(erin);
        ParleyClient second = chat.onSecond(frank);
        Command.OpenDirect byErin = Say.openDirect(frank.id());
        Command.OpenDirect byFrank = Say.openDirect(erin.id());

        first.submit(byErin);
        second.submit(byFrank);

        Answer.Accepted toErin = first.awaitAccepted(byErin);
        Answer.Accepted toFrank = second.awaitAccepted(byFrank);
        assertThat(toErin.room()).isEqualTo(toFrank.room());
        assertThat(toErin.sequence()).isEqualTo(toFrank.sequence());
    }

    @Test
    void peopleTalkInADirectRoomAndNothingElseChangesThere() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient client = chat.onSecond(erin);
        UUID room = alice.openDirect(erin.id());
        assertThat(client.subscribe(room).role()).isEqualTo(Role.MEMBER);
        client.eventsUpTo(room, alice.post(room, "between the two of us"));
        String bob = chat.bob().id();

        assertThat(Stream.of(
                        Say.join(room),
                        Say.leave(room),
                        Say.addMember(room, bob),
                        Say.removeMember(room, erin.id()),
                        Say.setRole(room, erin.id(), Role.OWNER),
                        Say.ban(room, erin.id()),
                        Say.unban(room, erin.id()),
                        Say.rename(room, "no such thing")))
                .allSatisfy(command -> alice.rejected(command, RejectionCode.FORBIDDEN));
        chat.onFirst(chat.bob()).rejected(Say.post(room, "a third voice"), RejectionCode.NOT_FOUND);
    }

    @Test
    void aDirectRoomHoldsTenPeopleAtMost() {
        ParleyClient alice = chat.onFirst(chat.alice());
        String[] ten = Stream.generate(() -> chat.neverSignedIn("crowd").id())
                .limit(10)
                .toArray(String[]::new);
        String[] eleven =
                Stream.concat(Stream.of(ten), Stream.of(chat.bob().id())).toArray(String[]::new);

        // Ten others are one too many; only oneself and nine others would be a set of ten.
        alice.rejected(Say.openDirect(ten), RejectionCode.INVALID);
        alice.rejected(Say.openDirect(eleven), RejectionCode.TOO_LARGE);
        alice.rejected(Say.openDirect(), RejectionCode.INVALID);
    }

    @Test
    void inAnAnnouncementRoomModeratorsSpeakAndAllOthersListen() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        ParleyClient carol = chat.onSecond(chat.carol());
        UUID room = chat.room(alice, RoomKind.ANNOUNCEMENT, chat.bob(), chat.carol());
        alice.accepted(Say.setRole(room, chat.bob().id(), Role.MODERATOR));
        carol.subscribe(room);

        carol.eventsUpTo(room, alice.post(room, "the owner announces"));
        long message = bob.post(room, "the moderator announces");
        carol.eventsUpTo(room, message);
        carol.rejected(Say.post(room, "a member announces"), RejectionCode.FORBIDDEN);
        carol.accepted(Say.react(room, message, "🎉"));
        ParleyClient dave = chat.onFirst(chat.dave());
        dave.subscribe(room);
        dave.accepted(Say.join(room));
        dave.rejected(Say.post(room, "a passer-by announces"), RejectionCode.FORBIDDEN);
    }

    @Test
    void ownersAndModeratorsChangeNameAndTopic() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        bob.subscribe(room);

        long renamed = ParleyClient.sequenceOf(alice.accepted(Say.rename(room, "a better name")));
        assertThat(bob.event(room, renamed).change()).isEqualTo(new Event.RoomUpdated("a better name", null));
        bob.rejected(Say.topic(room, "what members think of"), RejectionCode.FORBIDDEN);
        alice.accepted(Say.setRole(room, chat.bob().id(), Role.MODERATOR));
        long topic = ParleyClient.sequenceOf(bob.accepted(Say.topic(room, "what moderators think of")));
        assertThat(bob.event(room, topic).change()).isEqualTo(new Event.RoomUpdated(null, "what moderators think of"));

        chat.history()
                .as(chat.carol().token())
                .queryParam("minSequence", topic)
                .get("/api/rooms/{room}", room)
                .then()
                .statusCode(200)
                .body("name", equalTo("a better name"))
                .body("topic", equalTo("what moderators think of"));
    }
}
