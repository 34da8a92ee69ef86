package dev.parley.gateway.admission;

import dev.parley.gateway.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Whether this gateway takes another connection, and another command. */
@Singleton
public final class Admission {
    private static final int RETRY_AFTER_MIN_SECONDS = 1;
    private static final int RETRY_AFTER_MAX_SECONDS = 5;

    private final int connectionLimit;
    private final Map<Handshakes, Counter> handshakes = new EnumMap<>(Handshakes.class);
    private volatile boolean open;
    private volatile boolean draining;
    private volatile boolean ending;

    /** How handshakes end. */
    public enum Handshakes {
        ACCEPTED("accepted"),
        /** No token, or one that is not valid here. */
        UNAUTHORIZED("unauthorized"),
        /** From a page that may not talk to this gateway. */
        FOREIGN_ORIGIN("foreignOrigin"),
        FULL("full"),
        DRAINING("draining"),
        /** So many came at once that its turn did not come in time. */
        BUSY("busy"),
        /** The broadcast was not read up to now in time. */
        STARTING("starting"),
        /** The token cannot be checked, because the identity provider does not say by which keys. */
        UNAVAILABLE("unavailable"),
        /** What is no handshake. */
        INVALID("invalid"),
        /** An error of the gateway's. */
        FAILED("failed");

        private final String label;

        Handshakes(String label) {
            this.label = label;
        }
    }

    Admission(GatewayConfig config, MeterRegistry metrics) {
        this.connectionLimit = config.connectionLimit();
        for (Handshakes result : Handshakes.values()) {
            handshakes.put(
                    result,
                    Counter.builder("parley.gateway.handshakes")
                            .description("Handshakes of clients, by how they ended")
                            .tag("result", result.label)
                            .register(metrics));
        }
    }

    public boolean admits(int openConnections) {
        return !draining && openConnections < connectionLimit;
    }

    /** Whether one more may wait for its turn. */
    public boolean letsWait(int waiting) {
        return waiting < connectionLimit;
    }

    /** From now on handshakes begin: what a client missed is known here. */
    public void open() {
        open = true;
    }

    /** Whether handshakes begin; before, they wait. */
    public boolean isOpen() {
        return open;
    }

    /** A hint for {@code Retry-After}, spread so that those who were refused together do not come back together. */
    public String retryAfterSeconds() {
        return Integer.toString(
                ThreadLocalRandom.current().nextInt(RETRY_AFTER_MIN_SECONDS, RETRY_AFTER_MAX_SECONDS + 1));
    }

    public void counted(Handshakes result) {
        Counter counter = handshakes.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    public void drain() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }

    /** Nobody would be there to answer a command that is taken from now on. */
    public void end() {
        ending = true;
    }

    public boolean ending() {
        return ending;
    }
}
