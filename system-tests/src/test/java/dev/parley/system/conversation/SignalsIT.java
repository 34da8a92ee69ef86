package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Signal;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Typing and presence: seen by the others while it is true, kept by nobody. */
class SignalsIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void othersSeeWhoIsWritingOnWhicheverGateway() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onFirst(chat.bob());
        ParleyClient carol = chat.onSecond(chat.carol());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        List.of(alice, bob, carol).forEach(client -> client.subscribe(room));

        alice.send(new ClientFrame.Typing(room));

        Signal.Typing typing = new Signal.Typing(room, new Person(chat.alice().id(), "alice"));
        bob.signal(Signal.Typing.class, typing::equals);
        carol.signal(Signal.Typing.class, typing::equals);
    }

    @Test
    void typingIsNeitherAnsweredNorKept() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        long before = alice.subscribe(room).sequence();

        alice.send(new ClientFrame.Typing(room));

        assertThat(alice.post(room, "what was being typed")).isEqualTo(before + 1);
        assertThat(alice.transcript().of(ServerFrame.Failure.class)).isEmpty();
    }

    @Test
    void nobodyTypesIntoARoomThatIsNotTheirs() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient dave = chat.onFirst(chat.dave());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        alice.subscribe(room);

        dave.send(new ClientFrame.Typing(room));
        dave.settle();
        bob.subscribe(room);
        bob.send(new ClientFrame.Typing(room));

        alice.signal(
                Signal.Typing.class,
                typing -> typing.user().id().equals(chat.bob().id()));
        assertThat(ParleyClient.signals(alice.transcript(), Signal.Typing.class))
                .extracting(typing -> typing.user().name())
                .containsOnly("bob");
    }

    @Test
    void presenceSaysWhoBeginsAndCeasesToListen() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, erin);
        alice.subscribe(room);

        ParleyClient client = chat.onSecond(erin);
        client.subscribe(room);
        Signal.Presence online = new Signal.Presence(room, erin.id(), true);
        alice.signal(Signal.Presence.class, online::equals);
        client.vanish();

        Signal.Presence offline = new Signal.Presence(room, erin.id(), false);
        alice.signal(Signal.Presence.class, offline::equals);
    }

    @Test
    void whoSubscribesIsToldWhoIsThere() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, erin, chat.bob());
        alice.subscribe(room);
        ParleyClient client = chat.onSecond(erin);
        client.subscribe(room);
        alice.signal(Signal.Presence.class, presence -> presence.user().equals(erin.id()));

        ParleyClient late = chat.onFirst(chat.bob());

        assertThat(late.subscribe(room).online())
                .contains(chat.alice().id(), erin.id())
                .doesNotContain(chat.carol().id());
    }

    @Test
    void aSecondConnectionOfTheSamePersonIsNoNews() {
        User erin = chat.fresh("erin");
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, erin);
        alice.subscribe(room);
        ParleyClient first = chat.onSecond(erin);
        first.subscribe(room);
        alice.signal(Signal.Presence.class, presence -> presence.user().equals(erin.id()) && presence.online());

        ParleyClient second = chat.onSecond(erin);
        second.subscribe(room);
        second.vanish();
        long message = ParleyClient.sequenceOf(first.accepted(Say.post(room, "I am still here")));
        alice.eventsUpTo(room, message);
        first.vanish();
        alice.signal(Signal.Presence.class, presence -> presence.user().equals(erin.id()) && !presence.online());

        assertThat(ParleyClient.signals(alice.transcript(), Signal.Presence.class).stream()
                        .filter(presence -> presence.user().equals(erin.id()))
                        .map(Signal.Presence::online))
                .containsExactly(true, false);
    }

    @Test
    void whoIsNotAMemberIsNotShownAsPresent() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient dave = chat.onFirst(chat.dave());
        UUID room = chat.room(alice, RoomKind.PRIVATE);
        alice.subscribe(room);

        assertThat(dave.subscribeRefused(room).code()).isEqualTo(RejectionCode.NOT_FOUND);
        dave.settle();
        alice.settle();

        assertThat(ParleyClient.signals(alice.transcript(), Signal.Presence.class))
                .extracting(Signal.Presence::user)
                .doesNotContain(chat.dave().id());
    }
}
