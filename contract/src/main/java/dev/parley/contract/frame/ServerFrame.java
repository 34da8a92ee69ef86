package dev.parley.contract.frame;

import dev.parley.contract.Answer;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a gateway sends. */
public sealed interface ServerFrame {

    /**
     * Always the first frame.
     *
     * @param connection the gateway's name for this connection, for support and logs
     * @param expires when the token runs out
     */
    record Welcome(String connection, Person user, Instant expires, int heartbeatSeconds, Limits limits)
            implements ServerFrame {}

    record Answered(Answer answer) implements ServerFrame {}

    /**
     * The connection listens to the room.
     *
     * @param sequence the head: every event after it will come
     * @param role null for somebody who reads an open room without being a member
     * @param online ids of people who listen to the room now, at most {@value Limits#ONLINE_PEOPLE}
     */
    record Subscribed(
            UUID room,
            String epoch,
            long sequence,
            @Nullable Role role,
            List<String> online) implements ServerFrame {
        public Subscribed {
            online = List.copyOf(online);
        }
    }

    /** Everything up to this sequence that the cursor had missed has been sent. */
    record CaughtUp(UUID room, long sequence) implements ServerFrame {}

    /** The cursor could not be honoured: what lies between it and the head comes from history, not from here. */
    record Reset(UUID room, String epoch, long sequence, ResetReason reason) implements ServerFrame {}

    /** One or more consecutive events of a room. */
    record Events(UUID room, String epoch, List<Event> events) implements ServerFrame {
        public Events {
            events = List.copyOf(events);
        }
    }

    record Signalled(Signal signal) implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** A frame without an id that could not be understood. */
    record Failure(String message) implements ServerFrame {}

    /** Why a cursor could not be honoured. */
    enum ResetReason {
        /** The room was restored from a backup. */
        EPOCH_CHANGED("epochChanged"),
        /** The cursor is ahead of everything that ever happened. */
        BEYOND_HEAD("beyondHead"),
        /** More than {@link Limits#resumeEvents()} events behind. */
        TOO_FAR_BEHIND("tooFarBehind");

        private final String label;

        ResetReason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
