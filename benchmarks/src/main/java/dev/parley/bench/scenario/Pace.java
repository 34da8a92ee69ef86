package dev.parley.bench.scenario;

import java.time.Duration;

/** When messages are sent. */
public sealed interface Pace {
    /** As many as this are always on their way; the next one leaves when one has reached everybody. */
    record InFlight(int messages) implements Pace {}

    /** One at each tick, whatever became of those before. */
    record PerSecond(double messages) implements Pace {
        long intervalNanos() {
            return (long) (Duration.ofSeconds(1).toNanos() / messages);
        }
    }
}
