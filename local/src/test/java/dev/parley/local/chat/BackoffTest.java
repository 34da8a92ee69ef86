package dev.parley.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final long seed = new Random().nextLong();
    private final Backoff backoff = new Backoff(new Random(seed));

    @Test
    void the_ceiling_doubles_up_to_twenty_seconds() {
        var ceiling = Duration.ofMillis(500);
        for (int attempt = 0; attempt < 40; attempt++) {
            assertThat(backoff.next()).as("attempt %s, seed %s", attempt, seed).isBetween(Duration.ZERO, ceiling);
            ceiling = ceiling.multipliedBy(2).compareTo(Duration.ofSeconds(20)) > 0
                    ? Duration.ofSeconds(20)
                    : ceiling.multipliedBy(2);
        }
    }

    @Test
    void a_connection_that_stood_makes_the_next_pause_short_again() {
        for (int attempt = 0; attempt < 10; attempt++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).as("seed %s", seed).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
