package dev.parley.gateway.connection;

import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.HandshakePace;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where handshakes wait for their turn when too many come at once, each at the event loop that its connection lives on, in
 * the order in which they came. Waiting costs a socket and a request that nobody has looked at yet: the token is not checked
 * before the turn comes.
 */
@Singleton
public final class HandshakeQueue {
    /** Clients wait longer than this for an answer; who was refused comes back at another moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Without anybody for so long, a loop's steps end until somebody comes. */
    private static final int QUIET_STEPS = 500;

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String TOO_BUSY = "parley.too-busy";

    private final Admission admission;
    private final Map<EventLoop, Door> doors = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    HandshakeQueue(Admission admission) {
        this.admission = admission;
    }

    /** How many wait now. */
    public int waiting() {
        return waiting.get();
    }

    /** Goes on with the next handler at once or when its turn comes; 503 if that takes too long. Event loop only. */
    void enter(RoutingContext context) {
        EventLoop loop = UpgradeRequest.channel(context).eventLoop();
        doors.computeIfAbsent(loop, Door::new).enter(context);
    }

    /** Whether this is why it was answered with 503. */
    static boolean refused(RoutingContext request) {
        return request.get(TOO_BUSY) != null;
    }

    private record Waiting(RoutingContext request, Context context, long sinceNanos) {
        void goOn() {
            context.runOnContext(_ -> request.next());
        }
    }

    /** Of one event loop, and used by it alone. */
    private final class Door {
        private final EventLoop loop;
        private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
        private HandshakePace pace = new HandshakePace();
        private boolean stepping;
        private long dueNanos;
        private int quietSteps;

        Door(EventLoop loop) {
            this.loop = loop;
        }

        void enter(RoutingContext request) {
            quietSteps = 0;
            if (!stepping) {
                stepping = true;
                pace = new HandshakePace();
                plan();
            }
            if (queue.isEmpty() && pace.begins()) {
                request.next();
                return;
            }
            request.request().pause();
            queue.add(new Waiting(request, Vertx.currentContext(), System.nanoTime()));
            waiting.incrementAndGet();
        }

        private void plan() {
            dueNanos = System.nanoTime() + HandshakePace.STEP.toNanos();
            loop.schedule(this::step, HandshakePace.STEP.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void step() {
            long now = System.nanoTime();
            pace.step(now - dueNanos);
            while (!queue.isEmpty() && now - queue.element().sinceNanos() > PATIENCE.toNanos()) {
                refuse(leave().request());
            }
            // Everybody hears at once that there is nothing to wait for.
            while (!queue.isEmpty() && (admission.draining() || pace.begins())) {
                leave().goOn();
            }
            quietSteps = queue.isEmpty() ? quietSteps + 1 : 0;
            stepping = quietSteps < QUIET_STEPS;
            if (stepping) {
                plan();
            }
        }

        private void refuse(RoutingContext request) {
            request.put(TOO_BUSY, true);
            request.response()
                    .setStatusCode(SERVICE_UNAVAILABLE)
                    .putHeader("Retry-After", admission.retryAfterSeconds())
                    .end();
        }

        private Waiting leave() {
            waiting.decrementAndGet();
            return queue.remove();
        }
    }
}
