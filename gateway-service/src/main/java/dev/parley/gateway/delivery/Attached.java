package dev.parley.gateway.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one listener listens to. */
final class Attached {
    /** A bound on what one connection can make the gateway remember. */
    static final int MAX_SUBSCRIPTIONS = 10_000;

    /** Rooms of one connection that catch up at the same time; their chunks together stay under the outbound limit. */
    static final int MAX_CATCHING_UP = 4;

    final Listener listener;
    final Announcer announcer;
    final Map<UUID, Subscription> subscriptions = new HashMap<>(4);
    /** Subscriptions that catch up now. */
    int catchingUp;
    /** Those that wait for their turn; each has its cursor and is not yet busy with it. */
    final ArrayDeque<Subscription> queued = new ArrayDeque<>(0);
    /** Whether the queue is being worked off further up the stack. */
    boolean starting;
    /** Whether a request to listen to all the user's rooms was granted. */
    boolean mineGranted;
    /** Such requests without an answer yet: a room that is joined meanwhile comes as an event. */
    int mineAsked;
    /** Rooms that were unsubscribed from: of all of the user's rooms, they are not listened to. */
    final Set<UUID> without = new HashSet<>(0);

    /** Whether the listener is gone: what was asked for it is answered to nobody. */
    boolean gone;

    Attached(Listener listener, Announcer announcer) {
        this.listener = listener;
        this.announcer = announcer;
    }

    /** Whether rooms that the user joins later are listened to as well. */
    boolean mine() {
        return mineGranted || mineAsked > 0;
    }

    /** Whether a room that the user is a member of is missing here. */
    boolean lacks(UUID room) {
        return mine()
                && !subscriptions.containsKey(room)
                && !without.contains(room)
                && subscriptions.size() < MAX_SUBSCRIPTIONS;
    }
}
