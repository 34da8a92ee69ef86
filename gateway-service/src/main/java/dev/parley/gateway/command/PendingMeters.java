package dev.parley.gateway.command;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Says from outside whether commands are decided: while PostgreSQL or message-service is away nothing fails and nothing is
 * slow, since nothing ends.
 */
@Singleton
final class PendingMeters {
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

    void start(@Observes StartupEvent started, MeterRegistry metrics, PendingAnswers pending, Clock clock) {
        Gauge.builder("parley.gateway.commands.waiting", pending, PendingAnswers::size)
                .description("Commands that have no answer yet")
                .register(metrics);
        Gauge.builder("parley.gateway.oldest.command", pending, waiting -> seconds(waiting, clock))
                .baseUnit("seconds")
                .description("How long the command waits that has waited longest for its answer")
                .register(metrics);
    }

    private static double seconds(PendingAnswers pending, Clock clock) {
        return pending.longestWait(clock.instant()).toMillis() / MILLIS;
    }
}
