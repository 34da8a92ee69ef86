package dev.parley.message.intake;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Person;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.message.sequencing.Submission;
import dev.parley.message.sequencing.Submission.Origin;
import dev.parley.message.sequencing.Submission.Position;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Understands records of the command log. */
public final class CommandReader {

    /** What a record turned out to be. */
    public sealed interface Received {
        record Usable(Submission submission) implements Received {}

        /**
         * @param reason one sentence for whoever looks at the dead letter
         * @param answer null if the record does not say whom to tell, or about which command
         */
        record Unusable(String reason, @Nullable ReplyTo answer) implements Received {}
    }

    /** An answer for somebody whose command never became one. */
    public record ReplyTo(String user, Origin origin, Answer.Rejected answer) {}

    private final Codec codec;
    private final Clock clock;

    public CommandReader(Codec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** @param partition the name of the record's partition, for all time */
    public Received read(ConsumerRecord<String, byte[]> record, String partition) {
        byte[] value = record.value();
        if (value == null) {
            return new Received.Unusable("the record has no value", null);
        }
        Optional<String> user = header(record, Headers.USER);
        if (user.isEmpty() || user.get().isEmpty() || user.get().length() > Person.ID_MAX_CHARACTERS) {
            return new Received.Unusable("the record does not say whose command it is", null);
        }
        String name = header(record, Headers.USER_NAME)
                .filter(text -> !text.isEmpty())
                .orElse(user.get());
        if (holdsNul(user.get()) || holdsNul(name)) {
            return new Received.Unusable("the record's user holds U+0000", null);
        }
        Origin origin = new Origin(
                header(record, Headers.GATEWAY).orElse(null),
                header(record, Headers.SENDING).orElse(null),
                receivedAt(record),
                header(record, Headers.TRACE).orElse(null));
        Person by = new Person(user.get(), name);
        return switch (codec.command(value)) {
            case Decoded.Value<Command> command ->
                new Received.Usable(
                        new Submission(new Position(partition, record.offset()), command.value(), by, origin));
            case Decoded.Refusal<Command> refusal ->
                new Received.Unusable(refusal.message(), answer(refusal, by, origin));
        };
    }

    private static @Nullable ReplyTo answer(Decoded.Refusal<Command> refusal, Person by, Origin origin) {
        String id = refusal.id();
        if (id == null || origin.gateway() == null) {
            return null;
        }
        return new ReplyTo(by.id(), origin, Answer.Rejected.of(id, refusal.code(), refusal.message()));
    }

    private Instant receivedAt(ConsumerRecord<String, byte[]> record) {
        Optional<String> text = header(record, Headers.RECEIVED_AT);
        try {
            return text.map(Long::parseLong).map(Instant::ofEpochMilli).orElseGet(clock::instant);
        } catch (NumberFormatException | DateTimeException noTime) {
            return clock.instant();
        }
    }

    /** PostgreSQL cannot store it. */
    private static boolean holdsNul(String text) {
        return text.indexOf(0) >= 0;
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
        @Nullable Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? Optional.empty() : Optional.of(Headers.text(header.value()));
    }
}
