package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who belongs to a room, and what each change of that does to those who listen. */
class MembershipIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void creatingARoomMakesAnOwnerAndItsMembers() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = alice.createRoom(
                "the founding of a room",
                RoomKind.PRIVATE,
                chat.bob().id(),
                chat.carol().id());
        String epoch = alice.subscribe(room).epoch();
        ParleyClient late = chat.onSecond(chat.bob());
        late.subscribe(room, epoch, 0);

        List<Event.Change> changes =
                late.eventsUpTo(room, 4).stream().map(Event::change).toList();

        assertThat(changes)
                .containsExactly(
                        new Event.RoomCreated("the founding of a room", RoomKind.PRIVATE, null),
                        new Event.MemberJoined(person(chat.alice()), Role.OWNER),
                        new Event.MemberJoined(person(chat.bob()), Role.MEMBER),
                        new Event.MemberJoined(person(chat.carol()), Role.MEMBER));
    }

    @Test
    void aRoomCannotBeMadeWithSomebodyWhoNeverSignedIn() {
        ParleyClient alice = chat.onFirst(chat.alice());
        String ghost = chat.neverSignedIn("ghost").id();
        UUID room = chat.room(alice, RoomKind.PRIVATE);

        alice.rejected(Say.createRoom("a room with a ghost", RoomKind.PRIVATE, ghost), RejectionCode.NOT_FOUND);
        alice.rejected(Say.openDirect(ghost), RejectionCode.NOT_FOUND);
        alice.rejected(Say.addMember(room, ghost), RejectionCode.NOT_FOUND);
        alice.rejected(Say.ban(room, ghost), RejectionCode.NOT_FOUND);
    }

    @Test
    void anOpenRoomIsJoinedAndLeft() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PUBLIC);
        alice.subscribe(room);

        long joined = ParleyClient.sequenceOf(bob.accepted(Say.join(room)));
        bob.rejected(Say.join(room), RejectionCode.CONFLICT);
        long left = ParleyClient.sequenceOf(bob.accepted(Say.leave(room)));

        assertThat(alice.event(room, joined).change())
                .isEqualTo(new Event.MemberJoined(person(chat.bob()), Role.MEMBER));
        assertThat(alice.event(room, left).change()).isEqualTo(new Event.MemberLeft(person(chat.bob())));
        bob.rejected(Say.leave(room), RejectionCode.FORBIDDEN);
    }

    @Test
    void theLastOwnerStaysWhileOthersRemain() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PUBLIC, chat.bob());
        String self = chat.alice().id();

        alice.rejected(Say.leave(room), RejectionCode.CONFLICT);
        alice.rejected(Say.setRole(room, self, Role.MEMBER), RejectionCode.CONFLICT);
        alice.accepted(Say.setRole(room, chat.bob().id(), Role.OWNER));
        alice.accepted(Say.leave(room));
    }

    @Test
    void rolesAreGivenByOwnersOnly() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        bob.subscribe(room);
        String carol = chat.carol().id();

        long changed = ParleyClient.sequenceOf(
                alice.accepted(Say.setRole(room, chat.bob().id(), Role.MODERATOR)));

        assertThat(bob.event(room, changed).change())
                .isEqualTo(new Event.MemberRoleChanged(person(chat.bob()), Role.MODERATOR));
        bob.rejected(Say.setRole(room, carol, Role.MODERATOR), RejectionCode.FORBIDDEN);
        alice.rejected(Say.setRole(room, chat.bob().id(), Role.MODERATOR), RejectionCode.CONFLICT);
        alice.rejected(Say.setRole(room, chat.dave().id(), Role.MODERATOR), RejectionCode.NOT_FOUND);
    }

    @Test
    void moderatorsRemoveAndBanMembersButNotTheirEquals() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol(), chat.dave());
        alice.accepted(Say.setRole(room, chat.bob().id(), Role.MODERATOR));
        alice.accepted(Say.setRole(room, chat.carol().id(), Role.MODERATOR));
        String carol = chat.carol().id();
        String owner = chat.alice().id();

        bob.rejected(Say.removeMember(room, carol), RejectionCode.FORBIDDEN);
        bob.rejected(Say.removeMember(room, owner), RejectionCode.FORBIDDEN);
        bob.rejected(Say.ban(room, carol), RejectionCode.FORBIDDEN);
        bob.rejected(Say.ban(room, owner), RejectionCode.FORBIDDEN);
        bob.rejected(Say.removeMember(room, chat.bob().id()), RejectionCode.INVALID);
        bob.rejected(Say.ban(room, chat.bob().id()), RejectionCode.INVALID);
        bob.accepted(Say.removeMember(room, chat.dave().id()));
        bob.rejected(Say.removeMember(room, chat.dave().id()), RejectionCode.NOT_FOUND);
        bob.accepted(Say.ban(room, chat.dave().id(), "came back too often"));
    }

    @Test
    void aBanKeepsSomebodyOutUntilItIsLifted() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PUBLIC, chat.bob());
        alice.subscribe(room);
        String target = chat.bob().id();

        long banned = ParleyClient.sequenceOf(alice.accepted(Say.ban(room, target, "too many puns")));

        assertThat(alice.event(room, banned).change())
                .isEqualTo(new Event.MemberBanned(person(chat.bob()), "too many puns"));
        alice.rejected(Say.ban(room, target), RejectionCode.CONFLICT);
        alice.rejected(Say.addMember(room, target), RejectionCode.CONFLICT);
        bob.rejected(Say.join(room), RejectionCode.NOT_FOUND);
        bob.rejected(Say.post(room, "one more pun"), RejectionCode.NOT_FOUND);
        assertThat(bob.subscribeRefused(room).code()).isEqualTo(RejectionCode.NOT_FOUND);

        long unbanned = ParleyClient.sequenceOf(alice.accepted(Say.unban(room, target)));
        alice.rejected(Say.unban(room, target), RejectionCode.CONFLICT);
        assertThat(alice.event(room, unbanned).change()).isEqualTo(new Event.MemberUnbanned(person(chat.bob())));
        bob.accepted(Say.join(room));
    }

    @Test
    void whoIsRemovedHearsThatAndNothingAfterIt() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());

        hearsTheEndAndNothingAfter(
                room,
                alice,
                bob -> alice.accepted(Say.removeMember(room, chat.bob().id())),
                Event.MemberRemoved.class);
    }

    @Test
    void whoIsBannedHearsThatAndNothingAfterItEvenInAnOpenRoom() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PUBLIC, chat.bob(), chat.carol());

        hearsTheEndAndNothingAfter(
                room, alice, bob -> alice.accepted(Say.ban(room, chat.bob().id())), Event.MemberBanned.class);
    }

    @Test
    void whoLeavesHearsThatAndNothingAfterIt() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());

        hearsTheEndAndNothingAfter(room, alice, bob -> bob.accepted(Say.leave(room)), Event.MemberLeft.class);
    }

    /** Carol listens on bob's gateway: when she and bob's other room were served, bob would have been. */
    private void hearsTheEndAndNothingAfter(
            UUID room, ParleyClient alice, Consumer<ParleyClient> end, Class<? extends Event.Change> lastChange) {
        ParleyClient bob = chat.onSecond(chat.bob());
        ParleyClient bobTwice = chat.onSecond(chat.bob());
        ParleyClient carol = chat.onSecond(chat.carol());
        UUID otherRoom = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        List.of(bob, bobTwice).forEach(client -> {
            client.subscribe(room);
            client.subscribe(otherRoom);
        });
        carol.subscribe(room);
        alice.post(room, "bob still hears this");

        end.accept(bob);
        long unheard = alice.post(room, "bob does not hear this");
        carol.eventsUpTo(room, unheard);
        long heard = alice.post(otherRoom, "but this again");

        assertThat(List.of(bob, bobTwice)).allSatisfy(client -> {
            client.eventsUpTo(otherRoom, heard);
            client.settle();
            List<Event> events = client.transcript().events(room);
            assertThat(events.getLast().change()).isInstanceOf(lastChange);
            assertThat(events.getLast().sequence()).isEqualTo(unheard - 1);
        });
    }

    @Test
    void whoIsRemovedCannotComeBackToAPrivateRoomByAnyDoor() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        bob.subscribe(room);
        alice.accepted(Say.removeMember(room, chat.bob().id()));
        bob.change(room, Event.MemberRemoved.class);

        assertThat(bob.subscribeRefused(room).code()).isEqualTo(RejectionCode.NOT_FOUND);
        assertThat(chat.onFirst(chat.bob()).subscribeRefused(room).code()).isEqualTo(RejectionCode.NOT_FOUND);
        bob.rejected(Say.join(room), RejectionCode.NOT_FOUND);
        bob.rejected(Say.post(room, "through the window"), RejectionCode.NOT_FOUND);
        bob.rejected(Say.read(room, 1), RejectionCode.NOT_FOUND);
    }

    @Test
    void whoIsAddedWhileListeningToTheirRoomsStartsToReceiveTheNewOne() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient listening = chat.onSecond(erin);
        ParleyClient notListening = chat.onSecond(erin);
        listening.subscribeMine();
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        alice.post(room, "before erin came");

        long added = ParleyClient.sequenceOf(alice.accepted(Say.addMember(room, erin.id())));
        long message = alice.post(room, "welcome to the room, erin");

        List<Event> events = listening.eventsUpTo(room, message);
        assertThat(events.getLast().sequence()).isEqualTo(message);
        assertThat(events.getFirst().sequence()).isGreaterThanOrEqualTo(added);
        notListening.settle();
        assertThat(notListening.transcript().events(room)).isEmpty();
    }

    @Test
    void whoJoinsWhileListeningToTheirRoomsStartsToReceiveTheNewOne() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient listening = chat.onSecond(erin);
        listening.subscribeMine();
        UUID room = chat.room(alice, RoomKind.PUBLIC);

        listening.accepted(Say.join(room));
        long message = alice.post(room, "nice that you joined us, erin");
        listening.eventsUpTo(room, message);

        alice.accepted(Say.removeMember(room, erin.id()));
        listening.change(room, Event.MemberRemoved.class);
        alice.accepted(Say.addMember(room, erin.id()));
        long again = alice.post(room, "nice that you are back, erin");
        listening.await(
                "the message after coming back",
                seen -> seen.events(room).stream()
                        .filter(event -> event.sequence() == again)
                        .findFirst());
    }

    @Test
    void listeningToTheirRoomsMeansAllOfThemAndNoOther() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID first = chat.room(alice, RoomKind.PRIVATE, erin);
        UUID second = chat.room(alice, RoomKind.PUBLIC, erin);
        UUID notHers = chat.room(alice, RoomKind.PUBLIC);
        ParleyClient client = chat.onSecond(erin);

        client.subscribeMine();

        alice.post(notHers, "erin is not here");
        client.eventsUpTo(first, alice.post(first, "erin is here"));
        client.eventsUpTo(second, alice.post(second, "and erin is here"));
        client.settle();
        assertThat(client.transcript().events(notHers)).isEmpty();
        assertThat(client.transcript().of(ServerFrame.Subscribed.class))
                .extracting(ServerFrame.Subscribed::room)
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void anOpenRoomIsHeardByWhoIsNotAMember() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient dave = chat.onSecond(chat.dave());
        UUID room = chat.room(alice, RoomKind.PUBLIC);

        assertThat(dave.subscribe(room).role()).isNull();
        dave.eventsUpTo(room, alice.post(room, "a word to all who pass by"));
    }

    @Test
    void afterUnsubscribeNothingMoreComes() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        UUID otherRoom = chat.room(alice, RoomKind.PRIVATE);
        alice.subscribe(room);
        alice.subscribe(otherRoom);
        alice.eventsUpTo(room, alice.post(room, "this is heard"));

        alice.unsubscribe(room);
        long unheard = alice.post(room, "this is not heard");
        alice.eventsUpTo(otherRoom, alice.post(otherRoom, "this is heard again"));
        alice.settle();

        assertThat(alice.transcript().events(room).getLast().sequence()).isEqualTo(unheard - 1);
    }

    private static Person person(User user) {
        return new Person(user.id(), user.name());
    }
}
