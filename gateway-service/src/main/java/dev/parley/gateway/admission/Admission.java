package dev.parley.gateway.admission;

import dev.parley.gateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether this gateway takes another connection. */
@Singleton
public final class Admission {
    private static final int RETRY_AFTER_MIN_SECONDS = 1;
    private static final int RETRY_AFTER_MAX_SECONDS = 5;

    private final int connectionLimit;
    private final MeterRegistry metrics;
    private final AtomicInteger draining = new AtomicInteger();

    Admission(GatewayConfig config, MeterRegistry metrics) {
        this.connectionLimit = config.connectionLimit();
        this.metrics = metrics;
        metrics.gauge("parley.gateway.draining", draining);
    }

    public boolean admits(int openConnections) {
        if (draining()) {
            counted("draining");
            return false;
        }
        if (openConnections >= connectionLimit) {
            counted("full");
            return false;
        }
        return true;
    }

    /** A hint for {@code Retry-After}, spread so that those who were refused together do not come back together. */
    public String retryAfterSeconds() {
        return Integer.toString(
                ThreadLocalRandom.current().nextInt(RETRY_AFTER_MIN_SECONDS, RETRY_AFTER_MAX_SECONDS + 1));
    }

    public void counted(String result) {
        metrics.counter("parley.gateway.handshakes", "result", result).increment();
    }

    public void drain() {
        draining.set(1);
    }

    public boolean draining() {
        return draining.get() == 1;
    }
}
