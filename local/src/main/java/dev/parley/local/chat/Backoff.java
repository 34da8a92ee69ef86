package dev.parley.local.chat;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: anything from nothing up to a ceiling that doubles (full jitter), so
 * that the clients of a gateway that went away don't come back all at once.
 */
final class Backoff {
    private static final Duration FIRST_CEILING = Duration.ofMillis(500);
    private static final Duration LAST_CEILING = Duration.ofSeconds(20);

    private final RandomGenerator random;
    private int attempts;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        var doublings = Math.min(attempts++, 16);
        var ceiling = Math.min(LAST_CEILING.toMillis(), FIRST_CEILING.toMillis() << doublings);
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    /** The connection stands; the next loss begins anew. */
    void reset() {
        attempts = 0;
    }
}
