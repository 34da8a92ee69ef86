package dev.parley.gateway.delivery;

import dev.parley.contract.Role;
import dev.parley.contract.frame.ClientFrame.Listening;
import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection listening to one room.
 *
 * <pre>
 *   ASKED ──standing known──► CATCHING_UP ──cursor = room's last──► LIVE
 *     │                            │                                  │
 *     ├── no cursor ───────────────┼──────────────────────────────────┤
 *     └── may not see it ──────────┴── ENDS event, unsubscribe ───────┴──► OVER
 * </pre>
 *
 * A live subscription has no cursor of its own: it stands where its room stands. One that catches up is sent nothing
 * live; it reads behind the room, a chunk at a time as the socket takes it, and joins when it has reached the room.
 */
final class Subscription {
    /** Catches up with whatever the room's log holds. */
    static final long NO_END = Long.MAX_VALUE;

    final Listener listener;
    final UUID room;
    /** What the client asked for; null for a room that came with all of the user's rooms. */
    final @Nullable Listening asked;

    State state = State.ASKED;

    @Nullable
    Role role;
    /** The right to listen is known to hold up to this sequence: an older end was followed by a new beginning. */
    long knownUntil;
    /** While catching up: last event handed to the outlet. */
    long cursor;
    /** While catching up: the event that ends the user's listening, if one has come. */
    long endsAt = NO_END;
    /** Whether {@code caughtUp} is owed. */
    boolean resuming;
    /** While catching up: a chunk is on its way to the socket, or a page on its way here. */
    boolean busy;
    /** While catching up: events from history-service not yet sent; they follow {@link #cursor} without a hole. */
    final ArrayDeque<LoggedEvent> backlog = new ArrayDeque<>(0);
    /** Counts among those of its connection that catch up now. */
    boolean slot;
    /** Questions to history-service in a row that did not help. */
    int attempts;
    /** Whether the client was told that it listens. */
    boolean announced;
    /** While live: place in the {@link Audience}. */
    int seat = -1;

    enum State {
        ASKED,
        CATCHING_UP,
        LIVE,
        OVER
    }

    Subscription(Listener listener, UUID room, @Nullable Listening asked) {
        this.listener = listener;
        this.room = room;
        this.asked = asked;
    }

    /** Whether the client has been sent the event that ends its listening; coming back is a new subscription. */
    boolean endWasSent() {
        return state == State.CATCHING_UP && cursor >= endsAt;
    }

    boolean over() {
        return state == State.OVER;
    }
}
