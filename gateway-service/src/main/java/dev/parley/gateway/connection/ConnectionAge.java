package dev.parley.gateway.connection;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long connections last: about so long, a fifth more or less. Spread, so that those who came together, as after another
 * gateway's end, do not leave together.
 *
 * @param age null: as long as they like
 * @param random asked by many threads, each for its own generator
 */
record ConnectionAge(@Nullable Duration age, Supplier<? extends RandomGenerator> random) {
    private static final double SPREAD = 0.2;

    /** When a connection that was opened at this moment is to be closed. */
    long endsAtMillis(long openedAtMillis) {
        if (age == null) {
            return Long.MAX_VALUE;
        }
        double share = random.get().nextDouble(1 - SPREAD, 1 + SPREAD);
        return openedAtMillis + Math.round(age.toMillis() * share);
    }
}
