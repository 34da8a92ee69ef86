package dev.parley.system.faults.history;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a client did or saw. All clients are threads of one process, so all times are of one clock: an entry with a
 * smaller time did happen before.
 */
public sealed interface Entry {
    /** Nanoseconds of {@link System#nanoTime()}. */
    long atNanos();

    /** Of one user's one connection, in the order in which the client saw it. */
    sealed interface OfConnection extends Entry {
        String user();

        int connection();
    }

    /** The command went out; the first time is its invocation, every other a retry. */
    record Sent(long atNanos, String user, int connection, Command command) implements OfConnection {}

    record Answered(long atNanos, String user, int connection, Answer answer) implements OfConnection {}

    /** The gateway said welcome. */
    record Opened(long atNanos, String user, int connection, int gateway) implements OfConnection {}

    record Ended(long atNanos, String user, int connection, int code) implements OfConnection {}

    /** From now on every room that the user is a member of is listened to. */
    record ListensToMine(long atNanos, String user, int connection) implements OfConnection {}

    /** @param after the cursor that the client had shown; null when it had none and listens from the head */
    record Subscribed(
            long atNanos,
            String user,
            int connection,
            UUID room,
            String epoch,
            long head,
            @Nullable Long after) implements OfConnection {}

    record CaughtUp(long atNanos, String user, int connection, UUID room, long sequence) implements OfConnection {}

    record Reset(long atNanos, String user, int connection, UUID room, String epoch, long head)
            implements OfConnection {}

    record Delivered(long atNanos, String user, int connection, UUID room, String epoch, Event event)
            implements OfConnection {}

    /** A frame that the contract does not know, or one that says that a frame of ours was bad. */
    record Garbled(long atNanos, String user, int connection, String reason) implements OfConnection {}

    /** A look into a room's log during the run; {@code atNanos} is when the answer was there. */
    record Looked(long askedAtNanos, long atNanos, String user, UUID room, int status) implements Entry {}

    /** From now on a room's commands may be in two partitions. */
    record PartitionsAdded(long atNanos) implements Entry {}
}
