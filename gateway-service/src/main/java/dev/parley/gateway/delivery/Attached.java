package dev.parley.gateway.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What one listener listens to. */
final class Attached {
    /** A bound on what one connection can make the gateway remember. */
    static final int MAX_SUBSCRIPTIONS = 10_000;

    final Listener listener;
    final Map<UUID, Subscription> subscriptions = new HashMap<>(4);
    /** Whether rooms that the user joins later are listened to as well. */
    boolean mine;

    Attached(Listener listener) {
        this.listener = listener;
    }
}
