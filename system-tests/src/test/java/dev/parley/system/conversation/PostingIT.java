package dev.parley.system.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostingIT {
    private static final int EACH_POSTS = 100;

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void aMessageReachesAMemberOnAnotherGatewayAsItWasSent() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        String epoch = bob.subscribe(room).epoch();
        Command.Post command = Say.post(room, "good morning from the first gateway");

        Answer.Accepted accepted = alice.accepted(command);

        Event event = bob.event(room, ParleyClient.sequenceOf(accepted));
        assertThat(accepted.room()).isEqualTo(room);
        assertThat(accepted.epoch()).isEqualTo(epoch);
        assertThat(event.by().id()).isEqualTo(chat.alice().id());
        assertThat(event.by().name()).isEqualTo("alice");
        assertThat(event.command()).isEqualTo(command.id());
        assertThat(event.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(event.change()).isEqualTo(new Event.MessagePosted(command.text(), null, List.of(), false));
    }

    @Test
    void twoPeoplePostingAtOnceOnTwoGatewaysSeeTheSameDenseOrder() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        long before = alice.subscribe(room).sequence();
        bob.subscribe(room);

        List<Command.Post> ofAlice = texts(room, "alice says number ");
        List<Command.Post> ofBob = texts(room, "bob answers number ");
        Thread.ofVirtual().start(() -> ofBob.forEach(bob::submit));
        ofAlice.forEach(alice::submit);
        ofAlice.forEach(alice::awaitAccepted);
        ofBob.forEach(bob::awaitAccepted);

        long last = before + 2 * EACH_POSTS;
        List<Event> seenByAlice = alice.eventsUpTo(room, last, Patience.LONG);
        List<Event> seenByBob = bob.eventsUpTo(room, last, Patience.LONG);
        assertThat(seenByBob).isEqualTo(seenByAlice);
        assertThat(seenByAlice.stream().map(Event::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(before + 1, last).boxed().toList());
        // What one connection sent to one room stays in the order in which it was sent.
        assertThat(textsBy(seenByAlice, chat.alice().id()))
                .isEqualTo(ofAlice.stream().map(Command.Post::text).toList());
        assertThat(textsBy(seenByAlice, chat.bob().id()))
                .isEqualTo(ofBob.stream().map(Command.Post::text).toList());
    }

    @Test
    void everySubscriberSeesEveryEventOnceFromTheFirstOn() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        String epoch = alice.subscribe(room).epoch();
        ParleyClient carol = chat.onSecond(chat.carol());
        carol.subscribe(room, epoch, 0);
        long last = alice.post(room, "the fifth event of this room");

        List<Event> events = carol.eventsUpTo(room, last);

        assertThat(events.stream().map(event -> event.change().type()))
                .containsExactly("room.created", "member.joined", "member.joined", "member.joined", "message.posted");
        assertThat(events.stream().map(Event::sequence)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aReplyNamesTheMessageThatItAnswers() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        alice.subscribe(room);
        long question = alice.post(room, "who brings the cake?");

        long answer = ParleyClient.sequenceOf(bob.accepted(Say.reply(room, "I do, as always", question)));

        assertThat(alice.event(room, answer).change())
                .isEqualTo(new Event.MessagePosted("I do, as always", question, List.of(), false));
        bob.rejected(Say.reply(room, "an answer to nothing", answer + 1000), RejectionCode.NOT_FOUND);
        bob.rejected(Say.reply(room, "an answer to no message", 1), RejectionCode.NOT_FOUND);
    }

    @Test
    void aMentionNamesMembersAndNobodyElse() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        alice.subscribe(room);

        long sequence = alice.post(room, "@bob, have you seen @Alice? Not @carol; mail me at x@bobby.example");

        Event.MessagePosted posted =
                (Event.MessagePosted) alice.event(room, sequence).change();
        assertThat(posted.mentions())
                .containsExactlyInAnyOrder(chat.bob().id(), chat.alice().id());
    }

    @Test
    void whoIsNotAMemberCannotPost() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient dave = chat.onSecond(chat.dave());
        UUID open = chat.room(alice, RoomKind.PUBLIC);
        UUID closed = chat.room(alice, RoomKind.PRIVATE);

        dave.rejected(Say.post(open, "let me say a word"), RejectionCode.FORBIDDEN);
        dave.rejected(Say.post(closed, "let me say a word"), RejectionCode.NOT_FOUND);
    }

    private static List<Command.Post> texts(UUID room, String stem) {
        return IntStream.range(0, EACH_POSTS)
                .mapToObj(number -> Say.post(room, stem + number))
                .toList();
    }

    private static List<String> textsBy(List<Event> events, String user) {
        return events.stream()
                .filter(event -> event.by().id().equals(user))
                .map(event -> ((Event.MessagePosted) event.change()).text())
                .toList();
    }
}
