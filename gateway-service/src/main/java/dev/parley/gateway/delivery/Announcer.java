package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import java.util.ArrayDeque;

/**
 * Tells one listener of the rooms that it listens to, no more at once than its socket takes: each answer names up to 200
 * people, and thousands of rooms at once would be more than may wait for a connection.
 */
final class Announcer {
    private final Listener listener;
    private final Outlet outlet;
    private final int mostBytes;

    /** Since the socket was last asked whether it has taken them. */
    private int saidBytes;
    /** Whether the socket has yet to take those; until then nothing more is settled. */
    private boolean waits;
    /** What is known of rooms by now, to be settled when the socket has taken what was said of others. */
    private final ArrayDeque<Runnable> parked = new ArrayDeque<>(0);
    /** Whether the listener is gone. */
    private boolean ended;

    /** @param mostBytes with so many said, the socket is waited for */
    Announcer(Listener listener, Outlet outlet, int mostBytes) {
        this.listener = listener;
        this.outlet = outlet;
        this.mostBytes = mostBytes;
    }

    void say(byte[] frame) {
        saidBytes += frame.length;
        if (waits || saidBytes < mostBytes) {
            outlet.send(listener, frame);
            return;
        }
        saidBytes = 0;
        waits = true;
        outlet.send(listener, frame, () -> {
            waits = false;
            settleParked();
        });
    }

    /**
     * Whether a room may be settled now; if not, it will be when the socket has taken more. Whoever asks again and again and
     * takes nothing is too slow.
     */
    boolean settlesNow(Runnable settling) {
        if (!waits) {
            return true;
        }
        if (parked.size() < Attached.MAX_SUBSCRIPTIONS) {
            parked.addLast(settling);
        } else {
            outlet.close(listener, CloseCode.TOO_SLOW);
        }
        return false;
    }

    /** The listener is gone: what is parked is settled for nobody. */
    void end() {
        ended = true;
    }

    private void settleParked() {
        while (!ended && !waits && !parked.isEmpty()) {
            parked.removeFirst().run();
        }
    }
}
