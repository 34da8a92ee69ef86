package dev.parley.history.access;

import dev.parley.history.access.Standings.Pair;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for rooms to reach a sequence, so that a client reads its own writes from a replica too.
 *
 * <p>All who wait share one query: it asks for all their rooms at once, and the next one starts a moment after it
 * answered. Nobody holds a thread or a connection while waiting. The state belongs to one event loop and has no locks.
 */
@ApplicationScoped
public class SequenceWait {
    static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUERIES = Duration.ofMillis(25);

    /** Beyond this many rooms and users nobody waits: the answer is what is there. */
    private static final int PAIRS_MAX = 10_000;

    private final Vertx vertx;
    private final Standings standings;
    private final Context context;
    private final Map<Pair, List<Waiter>> waiting = new LinkedHashMap<>();

    SequenceWait(Vertx vertx, Standings standings) {
        this.vertx = vertx;
        this.standings = standings;
        this.context = vertx.getOrCreateContext();
    }

    static boolean reached(Optional<RoomStanding> standing, long sequence) {
        return standing.isPresent() && standing.get().sequence() >= sequence;
    }

    /** Ends when the user sees the room at the sequence, or when the time is over; never fails. */
    public Uni<Void> until(Pair pair, long sequence) {
        return Uni.createFrom().emitter(done -> {
            Waiter waiter =
                    new Waiter(sequence, System.nanoTime() + AT_MOST.toNanos(), vertx.getOrCreateContext(), done);
            context.runOnContext(begin -> add(pair, waiter));
        });
    }

    private void add(Pair pair, Waiter waiter) {
        if (waiting.size() >= PAIRS_MAX) {
            waiter.end();
            return;
        }
        boolean idle = waiting.isEmpty();
        waiting.computeIfAbsent(pair, none -> new ArrayList<>()).add(waiter);
        if (idle) {
            queryLater();
        }
    }

    private void queryLater() {
        vertx.setTimer(BETWEEN_QUERIES.toMillis(), now -> query());
    }

    private void query() {
        List<Pair> asked = List.copyOf(waiting.keySet());
        standings
                .of(asked)
                .subscribe()
                .with(
                        found -> context.runOnContext(now -> answered(asked, found)),
                        // The read that follows the wait says what is wrong.
                        failure -> context.runOnContext(now -> answered(asked, null)));
    }

    private void answered(List<Pair> asked, @Nullable List<Optional<RoomStanding>> found) {
        long nowNanos = System.nanoTime();
        for (int i = 0; i < asked.size(); i++) {
            release(asked.get(i), found == null ? Optional.empty() : found.get(i), nowNanos);
        }
        if (!waiting.isEmpty()) {
            queryLater();
        }
    }

    private void release(Pair pair, Optional<RoomStanding> standing, long nowNanos) {
        List<Waiter> waiters = waiting.getOrDefault(pair, List.of());
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (reached(standing, waiter.sequence()) || nowNanos - waiter.deadlineNanos() >= 0) {
                all.remove();
                waiter.end();
            }
        }
        if (waiters.isEmpty()) {
            waiting.remove(pair);
        }
    }

    /** Somebody's request; it goes on in the context that it came from. */
    private record Waiter(long sequence, long deadlineNanos, Context origin, UniEmitter<? super Void> done) {
        void end() {
            origin.runOnContext(back -> done.complete(null));
        }
    }
}
