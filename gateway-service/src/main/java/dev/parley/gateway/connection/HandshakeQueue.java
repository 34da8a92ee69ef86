package dev.parley.gateway.connection;

import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.Admission.Handshakes;
import dev.parley.gateway.admission.HandshakePace;
import dev.parley.gateway.admission.HandshakeTurns;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Where handshakes wait for their turn when too many come at once, or the gateway has not read the broadcast up to now, each
 * at the event loop that its connection lives on.
 * Waiting costs a socket and a request that nobody has looked at yet: the token is not checked before the turn comes.
 */
@Singleton
public final class HandshakeQueue {
    /** Without anybody for so many of them, a loop's steps end until somebody comes. */
    private static final int QUIET_STEPS = 100;

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String REFUSED_AS = "parley.refused-as";

    private final Admission admission;
    private final Map<EventLoop, Door> doors = new ConcurrentHashMap<>();

    HandshakeQueue(Admission admission) {
        this.admission = admission;
    }

    /** How many wait now. */
    public int waiting() {
        return doors.values().stream().mapToInt(door -> door.waiting).sum();
    }

    /** If the request was answered with 503 because its turn did not come in time: why not. */
    static Optional<Handshakes> refusal(RoutingContext request) {
        return Optional.ofNullable(request.get(REFUSED_AS));
    }

    /** Goes on with the next handler at once or when its turn comes; 503 if that takes too long. Event loop only. */
    void enter(RoutingContext request) {
        EventLoop loop = UpgradeRequest.channel(request).eventLoop();
        doors.computeIfAbsent(loop, Door::new).enter(request);
    }

    private record Waiting(RoutingContext request, Context context) {
        void goOn() {
            context.runOnContext(_ -> {
                // Whoever gave up meanwhile needs no answer.
                if (!request.response().closed()) {
                    request.next();
                }
            });
        }
    }

    /** Of one event loop, and used by it alone. */
    private final class Door {
        private final EventLoop loop;
        private HandshakeTurns<Waiting> turns = new HandshakeTurns<>();
        /** For other threads. */
        private volatile int waiting;

        private boolean stepping;
        private long dueNanos;
        private int quietSteps;

        Door(EventLoop loop) {
            this.loop = loop;
        }

        void enter(RoutingContext request) {
            quietSteps = 0;
            if (!stepping) {
                turns = new HandshakeTurns<>();
                plan();
            }
            Waiting who = new Waiting(request, Vertx.currentContext());
            if (admission.isOpen() && turns.begins()) {
                request.next();
            } else if (admission.letsWait(waiting())) {
                turns.queue(who, System.nanoTime());
                request.request().pause();
            } else {
                refuse(who);
            }
            waiting = turns.waiting();
        }

        private void plan() {
            stepping = !loop.isShuttingDown();
            if (stepping) {
                dueNanos = System.nanoTime() + HandshakePace.STEP.toNanos();
                loop.schedule(this::step, HandshakePace.STEP.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void step() {
            long now = System.nanoTime();
            turns.step(now - dueNanos);
            turns.overdue(now).forEach(this::refuse);
            // When the gateway ends, everybody hears at once that there is nothing to wait for.
            if (admission.draining()) {
                turns.all().forEach(Waiting::goOn);
            } else if (admission.isOpen()) {
                turns.next().forEach(Waiting::goOn);
            }
            waiting = turns.waiting();
            quietSteps = waiting == 0 ? quietSteps + 1 : 0;
            if (quietSteps < QUIET_STEPS) {
                plan();
            } else {
                stepping = false;
            }
        }

        private void refuse(Waiting who) {
            RoutingContext request = who.request();
            if (request.response().closed()) {
                return;
            }
            request.put(REFUSED_AS, admission.isOpen() ? Handshakes.BUSY : Handshakes.STARTING);
            request.response()
                    .setStatusCode(SERVICE_UNAVAILABLE)
                    .putHeader("Retry-After", admission.retryAfterSeconds())
                    .end();
        }
    }
}
