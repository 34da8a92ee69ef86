package dev.parley.gateway.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose handshake begins when not all can at once at one event loop: in the order in which they came, at the loop's
 * {@link HandshakePace}. One thread only.
 *
 * @param <T> who waits
 */
public final class HandshakeTurns<T> {
    /** Clients wait longer than this for an answer; who was refused comes back at another moment. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ArrayDeque<Waiting<T>> queue = new ArrayDeque<>();
    private final HandshakePace pace = new HandshakePace();

    private record Waiting<T>(T who, long sinceNanos) {}

    /** Whether it may begin at once; if not, let it wait. */
    public boolean begins() {
        return queue.isEmpty() && pace.begins();
    }

    /** It waits from now on. */
    public void queue(T who, long nowNanos) {
        queue.add(new Waiting<>(who, nowNanos));
    }

    /** A new step begins, by so much later than was planned. */
    public void step(long lateNanos) {
        pace.step(lateNanos);
    }

    /** Those who have waited too long; they wait no more. */
    public List<T> overdue(long nowNanos) {
        List<T> overdue = new ArrayList<>();
        while (!queue.isEmpty() && nowNanos - queue.element().sinceNanos() > PATIENCE.toNanos()) {
            overdue.add(queue.remove().who());
        }
        return overdue;
    }

    /** Those whose turn it is; they wait no more. */
    public List<T> next() {
        List<T> next = new ArrayList<>();
        while (!queue.isEmpty() && pace.begins()) {
            next.add(queue.remove().who());
        }
        return next;
    }

    /** All of them, because there is nothing to wait for; they wait no more. */
    public List<T> all() {
        List<T> all = queue.stream().map(Waiting::who).toList();
        queue.clear();
        return all;
    }

    public int waiting() {
        return queue.size();
    }
}
