package dev.parley.gateway.events;

import dev.parley.contract.Answer;
import dev.parley.contract.Headers;
import dev.parley.contract.RoomIds;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.gateway.GatewayId;
import dev.parley.gateway.command.CommandDesk;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Arrival;
import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.presence.SignalDesk;
import dev.parley.gateway.presence.SignalKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What one poll brought, sorted out: events to the switchboard, answers to those who wait, signals to the signal desk. */
@Singleton
final class Broadcast {
    private static final Logger LOG = Logger.getLogger(Broadcast.class);
    /** Polls that may wait for the delivery thread; then the broadcast is not read. */
    private static final int POLLS_AHEAD = 4;

    private final Switchboard switchboard;
    private final CommandDesk commands;
    private final SignalDesk signals;
    private final DeliveryThread delivery;
    private final Reading reading;
    private final Timer deliveryTime;
    private final Semaphore ahead = new Semaphore(POLLS_AHEAD);

    /** What reading a record takes. */
    @Singleton
    record Reading(Codec codec, GatewayId gateway, Clock clock) {}

    Broadcast(
            Switchboard switchboard,
            CommandDesk commands,
            SignalDesk signals,
            DeliveryThread delivery,
            Reading reading,
            MeterRegistry metrics) {
        this.switchboard = switchboard;
        this.commands = commands;
        this.signals = signals;
        this.delivery = delivery;
        this.reading = reading;
        this.deliveryTime = Timer.builder("parley.delivery.seconds")
                .description("from the gateway's receipt of a command to the hand-over of its event to the sockets")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
    }

    /** An answer for somebody who waits at this gateway. */
    private record Answered(String user, Answer answer) {}

    /** A record of the signals topic. */
    private record Signalled(SignalKind kind, String gateway, byte[] value) {}

    /** Everything of one poll, in the order of each kind. */
    private record Poll(
            List<Arrival> arrivals, List<Answered> answers, List<Signalled> signals, List<Long> receivedAtMillis) {}

    /**
     * Takes a poll; waits while the delivery thread is too far behind.
     *
     * @param live whether this happens now; what was published before the gateway started says nothing about delivery times
     */
    void take(ConsumerRecords<byte[], byte[]> records, boolean live) throws InterruptedException {
        Poll poll = new Poll(new ArrayList<>(records.count()), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sort(record, poll);
        }
        ahead.acquire();
        delivery.execute(() -> {
            try {
                hand(poll);
                if (live) {
                    time(poll);
                }
            } finally {
                ahead.release();
            }
        });
    }

    private void hand(Poll poll) {
        switchboard.arrived(poll.arrivals());
        poll.answers().forEach(answered -> commands.answered(answered.user(), answered.answer()));
        poll.signals().forEach(signal -> signals.received(signal.kind(), signal.gateway(), signal.value()));
    }

    private void time(Poll poll) {
        long now = reading.clock().millis();
        poll.receivedAtMillis().forEach(at -> deliveryTime.record(Duration.ofMillis(Math.max(0, now - at))));
    }

    private void sort(ConsumerRecord<byte[], byte[]> record, Poll poll) {
        try {
            RecordHeaders headers = RecordHeaders.of(record);
            switch (record.topic()) {
                case Topics.EVENTS -> event(record, headers, poll);
                case Topics.REPLIES -> reply(record, headers, poll);
                case Topics.SIGNALS -> signal(record, headers, poll);
                default -> throw new IllegalArgumentException("an unexpected topic");
            }
        } catch (IllegalArgumentException | NullPointerException malformed) {
            // Written by no version of Parley; a gap in a room's log, if it is one, is repaired from history.
            LOG.warnf(
                    "A record could not be read topic=%s partition=%d offset=%d",
                    record.topic(), record.partition(), record.offset());
        }
    }

    private void event(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll) {
        UUID room = RoomIds.parse(Headers.text(record.key())).orElseThrow(IllegalArgumentException::new);
        String epoch = required(headers.epoch);
        LoggedEvent event = new LoggedEvent(
                headers.sequence, LoggedEvent.Effect.of(required(headers.type)), headers.affected, record.value());
        poll.arrivals().add(new Arrival(room, epoch, event));
        if (headers.command != null && mine(headers)) {
            poll.answers()
                    .add(new Answered(
                            required(headers.user),
                            Answer.Accepted.inRoom(headers.command, room, epoch, headers.sequence)));
        }
        if (headers.receivedAtMillis >= 0) {
            poll.receivedAtMillis().add(headers.receivedAtMillis);
        }
    }

    private void reply(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll) {
        if (mine(headers) && reading.codec().answer(record.value()) instanceof Decoded.Value<Answer>(Answer answer)) {
            poll.answers().add(new Answered(required(headers.user), answer));
        }
    }

    private void signal(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll) {
        poll.signals()
                .add(new Signalled(
                        SignalKind.valueOf(required(headers.kind)), required(headers.gateway), record.value()));
    }

    private boolean mine(RecordHeaders headers) {
        return reading.gateway().value().equals(headers.gateway);
    }

    private static String required(@Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("a header is missing");
        }
        return value;
    }
}
