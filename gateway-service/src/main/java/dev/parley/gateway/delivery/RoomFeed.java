package dev.parley.gateway.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a room's log stands at this gateway, the last of its events, and who listens.
 *
 * <p>{@code recent} always ends at {@code last} and has no hole: a cursor that it covers needs nobody else.
 */
final class RoomFeed {
    final UUID room;
    String epoch;
    /** Everything up to this sequence was delivered to the live audience. */
    long last;
    /** Highest sequence heard of; above {@code last} while a hole is repaired. */
    long heardOf;
    /** Highest sequence that history-service spoke of; above {@code last} while the broadcast has not brought it yet. */
    long spokenOf;
    /** The first of those that the broadcast is given time to bring. */
    long due;
    /** Whether that time runs. */
    boolean waitingForDue;
    /** Whether history-service was asked for what is missing. */
    boolean repairing;

    /** Whether it is in doubt that the broadcast brought everything: history-service is asked until it has no more. */
    boolean inDoubt;
    /** Answers of history-service, one after the other, that had nothing of what was heard of. */
    int futile;
    /** Whether the batch is being shown. */
    boolean publishing;

    final Audience audience = new Audience();
    /** Subscriptions of this room that are not live yet. */
    final Set<Subscription> waiting = new LinkedHashSet<>(2);
    /** Accepted in this batch and not yet published; ends at {@code last}. */
    final List<LoggedEvent> fresh = new ArrayList<>();

    private final ArrayDeque<LoggedEvent> recent = new ArrayDeque<>(4);
    /** Evictions that the ring still owes to events which this feed has already forgotten. */
    private int forgotten;

    RoomFeed(UUID room, String epoch, long last) {
        this.room = room;
        this.epoch = epoch;
        this.last = last;
        this.heardOf = last;
        this.spokenOf = last;
        this.due = last;
    }

    /** Whether every event after the cursor is at hand. */
    boolean covers(long cursor) {
        return cursor >= last - recent.size();
    }

    /** The events after the cursor, oldest first, up to and including {@code until}; the cursor must be covered. */
    List<LoggedEvent> after(long cursor, long until) {
        List<LoggedEvent> found = new ArrayList<>();
        Iterator<LoggedEvent> newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            LoggedEvent event = newestFirst.next();
            if (event.sequence() <= cursor) {
                break;
            }
            if (event.sequence() <= until) {
                found.add(event);
            }
        }
        return found.reversed();
    }

    void remember(LoggedEvent event) {
        recent.addLast(event);
    }

    /** @return bytes given back */
    int evictOldest() {
        if (forgotten > 0) {
            forgotten--;
            return 0;
        }
        return recent.removeFirst().json().length;
    }

    /** Empties what is remembered; @return bytes given back. */
    long forget() {
        long bytes = 0;
        for (LoggedEvent event : recent) {
            bytes += event.json().length;
        }
        forgotten += recent.size();
        recent.clear();
        return bytes;
    }

    /** A user who listens here, or is about to. */
    Optional<String> anybody() {
        return audience.anybody().or(() -> waiting.stream().findFirst()).map(one -> one.listener.user());
    }

    /** Whether nobody would notice if this feed were gone; never in the middle of a batch, a repair or a wait. */
    boolean idle() {
        boolean quiet = fresh.isEmpty() && !publishing && !repairing && !waitingForDue && heardOf <= last;
        return quiet && recent.isEmpty() && forgotten == 0 && audience.isEmpty() && waiting.isEmpty();
    }
}
