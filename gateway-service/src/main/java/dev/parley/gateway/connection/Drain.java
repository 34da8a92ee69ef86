package dev.parley.gateway.connection;

import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.CommandRequests;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Empties a gateway that was told to stop: it is unready and refuses handshakes, the open connections are closed with 1012
 * in paced steps, and the process ends when they are gone and every command that came over HTTP has its answer.
 * {@code quarkus.shutdown.timeout} stays unset: it takes every socket that was ever upgraded for a request without an
 * answer, and waits for it in vain.
 *
 * <p>The work is done inside the observer: Quarkus sleeps for a fixed delay after it, which is set to next to nothing, so
 * the gateway ends as soon as it is empty and not a second later.
 */
@Singleton
final class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(50);
    /** The closing itself takes at most this share of the time; the rest is for the close handshakes. */
    private static final double PACING_SHARE = 0.5;
    /** Few connections need no pacing; many are spread so that the other gateways see a slope and not a wall. */
    private static final int FEWEST_PER_STEP = 20;
    /** How many looks in a row must find nobody: what is under way on a socket is no connection and no request yet. */
    private static final int EMPTY_LOOKS = 2;

    private final Admission admission;
    private final Connections connections;
    private final CommandRequests requests;
    private final GatewayConfig config;

    Drain(Admission admission, Connections connections, CommandRequests requests, GatewayConfig config) {
        this.admission = admission;
        this.connections = connections;
        this.requests = requests;
        this.config = config;
    }

    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        admission.drain();
        long beganAt = System.nanoTime();
        int open = connections.open();
        if (open > 0) {
            LOG.infof("Draining connections=%d", open);
        }
        closeInSteps(open, beganAt);
        awaitEmpty(beganAt);
        admission.end();
        if (open > 0) {
            LOG.infof("Drained left=%d", connections.open());
        }
    }

    /** Whoever waits for an answer is closed last: most have it by then. */
    private void closeInSteps(int open, long beganAt) {
        long paceNanos = (long) (config.drain().toNanos() * PACING_SHARE);
        int steps = (int) Math.max(1, paceNanos / STEP.toNanos());
        int perStep = Math.max(FEWEST_PER_STEP, (open + steps - 1) / steps);
        while (connections.open() > 0 && System.nanoTime() - beganAt < paceNanos) {
            connections.all().stream()
                    .filter(connection -> connection.closedWith() == null && !connection.awaitsAnswers())
                    .limit(perStep)
                    .forEach(ClientConnection::moveOn);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private void awaitEmpty(long beganAt) {
        int emptyLooks = 0;
        while (emptyLooks < EMPTY_LOOKS
                && System.nanoTime() - beganAt < config.drain().toNanos()) {
            LockSupport.parkNanos(STEP.toNanos());
            // A handshake that was let in just before may open only now.
            connections.all().forEach(ClientConnection::moveOn);
            emptyLooks = empty() ? emptyLooks + 1 : 0;
        }
    }

    private boolean empty() {
        return connections.open() == 0 && requests.underWay() == 0;
    }
}
