package dev.parley.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one answer that a command gets. */
public sealed interface Answer {
    /** Id of the command that is answered. */
    String id();

    /**
     * The database has committed it.
     *
     * @param room null when no room is concerned: {@code authenticate}, {@code subscribe}, {@code unsubscribe}
     * @param sequence of the last event that the command wrote; for {@code read} the pointer as it stands
     * @param expires for {@code authenticate}: when the fresh token runs out
     */
    record Accepted(
            String id,
            @Nullable UUID room,
            @Nullable String epoch,
            @Nullable Long sequence,
            @Nullable Instant expires) implements Answer {

        public static Accepted inRoom(String id, UUID room, String epoch, long sequence) {
            return new Accepted(id, room, epoch, sequence, null);
        }

        public static Accepted of(String id) {
            return new Accepted(id, null, null, null, null);
        }

        public static Accepted until(String id, Instant expires) {
            return new Accepted(id, null, null, null, expires);
        }
    }

    /**
     * Nothing was taken; the id may be used again.
     *
     * @param message one sentence for people, which says what to do
     * @param room for {@code subscribe}: which of its rooms
     * @param retryAfterSeconds with {@link RejectionCode#RATE_LIMITED}: when to try again
     */
    record Rejected(
            String id,
            RejectionCode code,
            String message,
            @Nullable UUID room,
            @Nullable Integer retryAfterSeconds) implements Answer {

        public static Rejected of(String id, RejectionCode code, String message) {
            return new Rejected(id, code, message, null, null);
        }
    }
}
