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
        List<ClientConnection> open = connections.all();
        if (open.isEmpty()) {
            return;
        }
        LOG.infof("Draining connections=%d", open.size());
        long deadline = System.nanoTime() + config.drain().toNanos();
        int steps = (int) Math.max(1, config.drain().toMillis() * PACING_SHARE / STEP.toMillis());
        // Few connections need no pacing; many are spread so that the other gateways see a slope and not a wall.
        int perStep = Math.max(50, (open.size() + steps - 1) / steps);
        for (int start = 0; start < open.size(); start += perStep) {
            open.subList(start, Math.min(open.size(), start + perStep))
                    .forEach(connection -> connection.close(CloseCode.DRAINING));
            LockSupport.parkNanos(STEP.toNanos());
        }
        while (connections.open() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(STEP.toNanos());
        }
        LOG.infof("Drained left=%d", connections.open());
    }
}
