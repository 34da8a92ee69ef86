package dev.parley.gateway.events;

import dev.parley.contract.Answer;
import dev.parley.contract.Headers;
import dev.parley.contract.RoomIds;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.gateway.GatewayId;
import dev.parley.gateway.delivery.Arrival;
import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.presence.SignalKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Understands the records of the broadcast, and sorts them by whom they are for. */
@Singleton
public final class RecordReader {
    private static final Logger LOG = Logger.getLogger(RecordReader.class);

    private final Codec codec;
    private final GatewayId gateway;

    public RecordReader(Codec codec, GatewayId gateway) {
        this.codec = codec;
        this.gateway = gateway;
    }

    /**
     * An answer for somebody who waits at this gateway.
     *
     * @param sending which sending it is about; null for an event, which answers every one
     */
    public record Answered(String user, @Nullable String sending, Answer answer) {}

    /** A record of the signals topic. */
    public record Signalled(SignalKind kind, String gateway, byte[] value) {}

    /** Everything of one poll, in the order of each kind. */
    public record Poll(List<Arrival> arrivals, List<Answered> answers, List<Signalled> signals, List<Traced> traced) {
        /** Hands out everything, whatever fails: who waits for an answer has no part in a defect of some room. */
        void handOut(Consumer<List<Arrival>> toRooms, Consumer<Answered> toWaiting, Consumer<Signalled> toPresent) {
            try {
                toRooms.accept(arrivals);
            } finally {
                try {
                    answers.forEach(toWaiting);
                } finally {
                    signals.forEach(toPresent);
                }
            }
        }
    }

    /** An event whose command is traced, and the trace context of whoever published it. */
    public record Traced(String type, String trace) {}

    /** Records that were published just now. */
    public Poll read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        return read(records, true);
    }

    /** @param live whether how long their delivery takes says something about the system */
    Poll read(Iterable<ConsumerRecord<byte[], byte[]>> records, boolean live) {
        Poll poll = new Poll(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(0));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sort(record, poll, live);
        }
        return poll;
    }

    private void sort(ConsumerRecord<byte[], byte[]> record, Poll poll, boolean live) {
        try {
            RecordHeaders headers = RecordHeaders.of(record);
            switch (record.topic()) {
                case Topics.EVENTS -> event(record, headers, poll, live);
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

    private void event(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll, boolean live) {
        UUID room = RoomIds.parse(Headers.text(record.key())).orElseThrow(IllegalArgumentException::new);
        String epoch = required(headers.epoch);
        LoggedEvent event = new LoggedEvent(
                headers.sequence,
                LoggedEvent.Effect.of(required(headers.type)),
                headers.affected,
                record.value(),
                live ? headers.receivedAtMillis : LoggedEvent.UNTIMED);
        poll.arrivals().add(new Arrival(room, epoch, event));
        if (live && headers.trace != null) {
            poll.traced().add(new Traced(required(headers.type), headers.trace));
        }
        if (headers.command != null && mine(headers)) {
            poll.answers()
                    .add(new Answered(
                            required(headers.user),
                            null,
                            Answer.Accepted.inRoom(headers.command, room, epoch, headers.sequence)));
        }
    }

    private void reply(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll) {
        if (mine(headers) && codec.answer(record.value()) instanceof Decoded.Value<Answer>(Answer answer)) {
            poll.answers().add(new Answered(required(headers.user), headers.sending, answer));
        }
    }

    private void signal(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, Poll poll) {
        poll.signals()
                .add(new Signalled(
                        SignalKind.valueOf(required(headers.kind)), required(headers.gateway), record.value()));
    }

    private boolean mine(RecordHeaders headers) {
        return gateway.value().equals(headers.gateway);
    }

    private static String required(@Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("a header is missing");
        }
        return value;
    }
}
