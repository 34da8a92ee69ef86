package dev.parley.gateway.delivery;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Bounds what all rooms together remember: the oldest event of the gateway goes first, whichever room it is of.
 *
 * <p>Each room's events arrive here in the order in which the room remembers them, so the oldest of all is always the
 * oldest of its room.
 */
final class Ring {
    /** What an event costs beside its JSON: the record, the array's header and two references. */
    private static final int EVENT_OVERHEAD_BYTES = 80;

    private final long maxBytes;
    private final Consumer<RoomFeed> emptied;
    private final ArrayDeque<RoomFeed> arrivals = new ArrayDeque<>();
    private long bytes;

    /** @param emptied is told of each feed that lost an event */
    Ring(long maxBytes, Consumer<RoomFeed> emptied) {
        this.maxBytes = maxBytes;
        this.emptied = emptied;
    }

    void add(RoomFeed feed, LoggedEvent event) {
        feed.remember(event);
        arrivals.addLast(feed);
        bytes += event.json().length + EVENT_OVERHEAD_BYTES;
        while (bytes > maxBytes) {
            RoomFeed oldest = arrivals.removeFirst();
            bytes -= oldest.evictOldest() + EVENT_OVERHEAD_BYTES;
            emptied.accept(oldest);
        }
    }

    /** Forgets one room; its places in the order are given back as they come up. */
    void forget(RoomFeed feed) {
        bytes -= feed.forget();
    }

    long bytes() {
        return bytes;
    }
}
