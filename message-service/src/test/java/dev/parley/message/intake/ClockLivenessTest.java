package dev.parley.message.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ClockLivenessTest {
    private final Hands hands = new Hands();
    private final ClockLiveness liveness = new ClockLiveness(hands, () -> hands.nanos);

    @Test
    void time_that_passes_is_no_reason_to_start_anew() {
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);

        hands.pass(Duration.ofDays(30));

        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_clock_that_is_set_forward_is_no_reason_to_start_anew() {
        liveness.call();

        hands.set(Duration.ofHours(1));

        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_clock_that_is_set_back_is_a_reason_to_start_anew_for_good() {
        liveness.call();
        hands.set(Duration.ofHours(1));
        liveness.call();

        hands.set(Duration.ofHours(-1));

        assertThat(liveness.call().getStatus()).isEqualTo(Status.DOWN);
        hands.pass(Duration.ofHours(2));
        assertThat(liveness.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_small_correction_is_no_reason_to_start_anew() {
        liveness.call();

        hands.set(Duration.ofSeconds(-10));

        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
    }

    /** The clock that only counts, and the time of day, which can be set. */
    private static final class Hands extends Clock {
        private long nanos = Duration.ofMinutes(5).toNanos();
        private Instant timeOfDay = Instant.parse("2026-11-26T12:00:00Z");

        void pass(Duration time) {
            nanos += time.toNanos();
            timeOfDay = timeOfDay.plus(time);
        }

        void set(Duration by) {
            timeOfDay = timeOfDay.plus(by);
        }

        @Override
        public Instant instant() {
            return timeOfDay;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
