package dev.parley.gateway.events;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the time of day has only gone forward. Kafka's clients reckon with it: when it was set back, they may not connect
 * anew until it is again where it was. No setting helps against that, so the process is to be started anew.
 */
@Liveness
@Singleton
final class ClockLiveness implements HealthCheck {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** For so long Kafka's clients may well wait; a clock that is corrected is set back by less. */
    private static final Duration TOLERATED = Duration.ofSeconds(10);

    private final Clock timeOfDay;
    private final LongSupplier nanoTime;
    /** How far the time of day was ahead of the clock that only counts, at most. */
    private long furthestMillis = Long.MIN_VALUE;

    private boolean setBack;

    @Inject
    ClockLiveness(Clock timeOfDay) {
        this(timeOfDay, System::nanoTime);
    }

    ClockLiveness(Clock timeOfDay, LongSupplier nanoTime) {
        this.timeOfDay = timeOfDay;
        this.nanoTime = nanoTime;
    }

    /** More often than anybody asks: a clock may be set forward and back between two questions. */
    void watch(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> look());
    }

    private synchronized boolean look() {
        long aheadMillis =
                timeOfDay.millis() - Duration.ofNanos(nanoTime.getAsLong()).toMillis();
        furthestMillis = Math.max(furthestMillis, aheadMillis);
        setBack |= furthestMillis - aheadMillis > TOLERATED.toMillis();
        return setBack;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("clock").status(!look()).build();
    }
}
