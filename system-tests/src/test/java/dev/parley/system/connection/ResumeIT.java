package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Coming back: no hole, no repeat, no reordering, whatever happened meanwhile; or a {@code reset} that says so. */
class ResumeIT {
    /** With texts of a thousand characters, several times what the tight gateway remembers. */
    private static final int BEYOND_MEMORY = 300;

    private static final int BEYOND_RESUME = 401;

    @RegisterExtension
    final Conversation chat = new Conversation();

    private ParleyClient alice;
    private UUID room;
    private String epoch;

    @BeforeEach
    void aliceAndBobShareARoom() {
        alice = chat.onFirst(chat.alice());
        room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        epoch = alice.subscribe(room).epoch();
    }

    @Test
    void afterAShortAbsenceOneGetsWhatWasMissedOnWhicheverGateway() {
        ParleyClient bob = chat.onSecond(chat.bob());
        bob.subscribe(room);
        long seen = post(1, "before the train enters the tunnel");
        bob.eventsUpTo(room, seen);
        bob.vanish();
        long last = post(20, "while the train is in the tunnel");

        ParleyClient back = chat.onFirst(chat.bob());
        long head = back.subscribe(room, epoch, seen).sequence();

        assertThat(head).isEqualTo(last);
        assertThat(sequences(back.eventsUpTo(room, last))).isEqualTo(numbers(seen + 1, last));
        ServerFrame.CaughtUp caughtUp = back.first(ServerFrame.CaughtUp.class, _ -> true, "caughtUp");
        assertThat(caughtUp).isEqualTo(new ServerFrame.CaughtUp(room, last));
        back.eventsUpTo(room, post(1, "out of the tunnel"));
    }

    @Test
    void nothingMissedMeansCaughtUpAtOnce() {
        long head = post(1, "the last word");
        ParleyClient bob = chat.onSecond(chat.bob());

        assertThat(bob.subscribe(room, epoch, head).sequence()).isEqualTo(head);

        assertThat(bob.first(ServerFrame.CaughtUp.class, _ -> true, "caughtUp"))
                .isEqualTo(new ServerFrame.CaughtUp(room, head));
        assertThat(bob.transcript().events(room)).isEmpty();
    }

    @Test
    void aCursorWithoutAnEpochFitsAnyEpoch() {
        long head = post(1, "for somebody who has no epoch yet");
        ParleyClient bob = chat.onSecond(chat.bob());

        bob.subscribeAll(List.of(new Listening(room, null, 0L)));

        assertThat(sequences(bob.eventsUpTo(room, head))).isEqualTo(numbers(1, head));
    }

    @Test
    void moreThanTheGatewayRemembersComesFromHistory() {
        long seen = post(1, "the last thing before a long journey");
        long last = post(BEYOND_MEMORY, "a postcard ".repeat(90));
        ParleyClient bob = chat.on(GatewaySettings.TIGHT, chat.bob());

        bob.subscribe(room, epoch, seen);

        assertThat(sequences(bob.eventsUpTo(room, last, Patience.LONG))).isEqualTo(numbers(seen + 1, last));
        assertThat(bob.first(ServerFrame.CaughtUp.class, _ -> true, "caughtUp").sequence())
                .isEqualTo(last);
        bob.eventsUpTo(room, post(1, "home again"));
    }

    @Test
    void tooFarBehindIsAReset() {
        long seen = post(1, "the last thing before a very long journey");
        long last = post(BEYOND_RESUME, "a postcard");

        isReset(GatewaySettings.TIGHT, new Listening(room, epoch, seen), last, ResetReason.TOO_FAR_BEHIND);
    }

    @Test
    void anotherEpochIsAReset() {
        long last = post(3, "in this life");

        isReset(GatewaySettings.TIGHT, new Listening(room, "00000000", last), last, ResetReason.EPOCH_CHANGED);
    }

    @Test
    void aCursorBeyondTheHeadIsAReset() {
        long last = post(1, "nothing comes after me");

        isReset(GatewaySettings.TIGHT, new Listening(room, epoch, last + 1), last, ResetReason.BEYOND_HEAD);
    }

    /** After the reset live events come, from the head on. */
    private void isReset(GatewaySettings settings, Listening listening, long head, ResetReason reason) {
        // Behind the others, the gateway would reckon with an earlier head.
        ParleyClient there = chat.on(settings, chat.alice());
        there.subscribe(room, epoch, head);
        there.first(ServerFrame.CaughtUp.class, _ -> true, "caughtUp");
        ParleyClient bob = chat.on(settings, chat.bob());

        Answer answer = bob.subscribeAll(List.of(listening));

        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        ServerFrame.Reset reset = bob.first(ServerFrame.Reset.class, _ -> true, "a reset");
        assertThat(reset).isEqualTo(new ServerFrame.Reset(room, epoch, head, reason));
        long next = post(1, "life goes on after the reset");
        assertThat(sequences(bob.eventsUpTo(room, next))).containsExactly(next);
    }

    @Test
    void resumingSeveralRoomsAnswersEachAndThenTheWhole() {
        UUID second = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        UUID notHis = chat.room(alice, RoomKind.PRIVATE);
        long last = post(5, "in the first of the rooms");
        ParleyClient bob = chat.onSecond(chat.bob());

        Answer answer = bob.subscribeAll(List.of(
                new Listening(room, epoch, 0L), new Listening(second, null, null), new Listening(notHis, null, null)));

        assertThat(answer).isInstanceOfSatisfying(Answer.Rejected.class, rejected -> {
            assertThat(rejected.room()).isEqualTo(notHis);
            assertThat(rejected.code()).isEqualTo(RejectionCode.NOT_FOUND);
        });
        bob.await(
                "the final answer",
                seen -> seen.answers(answer.id()).stream()
                        .filter(one -> one.equals(Answer.Accepted.of(answer.id())))
                        .findFirst());
        assertThat(bob.transcript().of(ServerFrame.Subscribed.class))
                .extracting(ServerFrame.Subscribed::room)
                .containsExactlyInAnyOrder(room, second);
        assertThat(sequences(bob.eventsUpTo(room, last))).isEqualTo(numbers(1, last));
    }

    @Test
    void whoComesAndGoesAtRandomWhileOthersTalkMissesNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long cursor = post(1, "the talk begins");
        int rounds = 25;
        List<Command.Post> said = new ArrayList<>();
        List<Long> seen = new ArrayList<>();

        for (int round = 0; round < rounds; round++) {
            ParleyClient bob = somewhere(random);
            List<Command.Post> before = submit(random.nextInt(15), "talk before round " + round);
            bob.subscribeAll(List.of(new Listening(room, epoch, cursor)));
            List<Command.Post> during = submit(1 + random.nextInt(15), "talk in round " + round);
            said.addAll(before);
            said.addAll(during);
            if (random.nextBoolean()) {
                bob.eventsUpTo(room, ParleyClient.sequenceOf(alice.awaitAccepted(during.getLast())));
            }
            bob.vanish();
            List<Event> events = bob.transcript().events(room);
            seen.addAll(sequences(events));
            cursor = events.isEmpty() ? cursor : events.getLast().sequence();
        }
        long last = said.stream()
                .map(alice::awaitAccepted)
                .mapToLong(ParleyClient::sequenceOf)
                .max()
                .orElseThrow();
        ParleyClient bob = chat.onSecond(chat.bob());
        bob.subscribeAll(List.of(new Listening(room, epoch, cursor)));
        if (cursor < last) {
            seen.addAll(sequences(bob.eventsUpTo(room, last)));
        }

        long first = last - said.size() + 1;
        assertThat(seen).as("seed " + seed).isEqualTo(numbers(first, last));
    }

    private ParleyClient somewhere(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> chat.onFirst(chat.bob());
            case 1 -> chat.onSecond(chat.bob());
            default -> chat.on(GatewaySettings.TIGHT, chat.bob());
        };
    }

    private List<Command.Post> submit(int count, String text) {
        List<Command.Post> posts =
                IntStream.range(0, count).mapToObj(_ -> Say.post(room, text)).toList();
        posts.forEach(alice::submit);
        return posts;
    }

    private long post(int count, String text) {
        return submit(count, text).stream()
                .map(alice::awaitAccepted)
                .mapToLong(ParleyClient::sequenceOf)
                .max()
                .orElseThrow();
    }

    private static List<Long> sequences(List<Event> events) {
        return events.stream().map(Event::sequence).toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
