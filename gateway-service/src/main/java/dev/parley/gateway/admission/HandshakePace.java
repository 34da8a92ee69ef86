package dev.parley.gateway.admission;

import java.time.Duration;

/**
 * How many handshakes an event loop begins: more and more of them, step by step, while it is in time, and half of them when
 * it is late. So those who come back all at once after the loss of a gateway take what time is left, and those who are
 * connected go on hearing each other.
 *
 * <p>Additive increase and multiplicative decrease, as TCP finds its share (RFC 5681, section 3.1). One thread only.
 */
public final class HandshakePace {
    /** Between two steps. */
    public static final Duration STEP = Duration.ofMillis(10);

    static final int FIRST = 4;
    static final int MOST = 50;
    /** Nobody notices so little. */
    static final Duration TOLERATED = Duration.ofMillis(10);

    private int allowed = FIRST;
    private int begun;

    /** Whether one more may begin in this step; then it has begun. */
    public boolean begins() {
        if (begun == allowed) {
            return false;
        }
        begun++;
        return true;
    }

    /**
     * A new step begins. However late it is, one may begin in it.
     *
     * @param lateNanos by how much later than was planned
     */
    public void step(long lateNanos) {
        if (lateNanos > TOLERATED.toNanos()) {
            allowed = Math.max(1, allowed / 2);
        } else if (begun == allowed) {
            allowed = Math.min(MOST, allowed + 1);
        }
        begun = 0;
    }
}
