package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.Admission;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Empties a gateway that was told to stop: new connections are refused, the open ones are closed with 1012 in paced steps,
 * and the process ends when they are gone.
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
    /** How many looks in a row must find nobody: a handshake under way is no connection yet. */
    private static final int EMPTY_LOOKS = 2;

    private final Admission admission;
    private final Connections connections;
    private final GatewayConfig config;

    Drain(Admission admission, Connections connections, GatewayConfig config) {
        this.admission = admission;
        this.connections = connections;
        this.config = config;
    }

    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        admission.drain();
        long deadline = System.nanoTime() + config.drain().toNanos();
        List<ClientConnection> open = connections.all();
        if (!open.isEmpty()) {
            LOG.infof("Draining connections=%d", open.size());
            closeInSteps(open);
        }
        awaitEmpty(deadline);
        if (!open.isEmpty()) {
            LOG.infof("Drained left=%d", connections.open());
        }
    }

    private void closeInSteps(List<ClientConnection> open) {
        int steps = (int) Math.max(1, config.drain().toMillis() * PACING_SHARE / STEP.toMillis());
        // Few connections need no pacing; many are spread so that the other gateways see a slope and not a wall.
        int perStep = Math.max(50, (open.size() + steps - 1) / steps);
        for (int start = 0; start < open.size(); start += perStep) {
            close(open.subList(start, Math.min(open.size(), start + perStep)));
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private void awaitEmpty(long deadlineNanos) {
        int emptyLooks = 0;
        while (emptyLooks < EMPTY_LOOKS && System.nanoTime() - deadlineNanos < 0) {
            LockSupport.parkNanos(STEP.toNanos());
            // A handshake that was let in just before may open only now.
            close(connections.all());
            emptyLooks = connections.open() == 0 ? emptyLooks + 1 : 0;
        }
    }

    private static void close(List<ClientConnection> some) {
        some.forEach(connection -> connection.close(CloseCode.DRAINING));
    }
}
