package dev.parley.message.sequencing;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One command as it stands in the command log: who asks, and where the answer goes. */
public record Submission(Position position, Command command, Person by, Origin origin) {

    /**
     * A place in the command log.
     *
     * @param partition tells it from every other for all time: a topic that was deleted and made again starts anew
     */
    public record Position(String partition, long offset) {}

    /**
     * @param gateway null when nobody waits for an answer
     * @param sending the gateway's name for this sending of the command, which its answer bears
     * @param receivedAt when the gateway took it
     * @param trace to be passed on with what becomes of it; null if it is not traced
     */
    public record Origin(
            @Nullable String gateway,
            @Nullable String sending,
            Instant receivedAt,
            @Nullable String trace) {
        /** Of a command that is not traced. */
        public Origin(@Nullable String gateway, @Nullable String sending, Instant receivedAt) {
            this(gateway, sending, receivedAt, null);
        }

        Origin traced(String by) {
            return new Origin(gateway, sending, receivedAt, by);
        }
    }

    public CommandKey key() {
        return new CommandKey(by.id(), command.id());
    }

    /** The same, traced by whoever works on it now. */
    public Submission traced(String trace) {
        return new Submission(position, command, by, origin.traced(trace));
    }
}
