package dev.parley.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakePaceTest {
    private static final long IN_TIME = 0;
    private static final long LATE =
            HandshakePace.TOLERATED.plus(Duration.ofNanos(1)).toNanos();

    private final HandshakePace pace = new HandshakePace();

    @Test
    void more_begin_in_each_step_while_the_loop_is_in_time_up_to_a_bound() {
        assertThat(begun()).isEqualTo(HandshakePace.FIRST);
        pace.step(IN_TIME);
        assertThat(begun()).isEqualTo(HandshakePace.FIRST + 1);
        for (int i = 0; i < 1_000; i++) {
            pace.step(IN_TIME);
            assertThat(begun()).isLessThanOrEqualTo(HandshakePace.MOST);
        }
        pace.step(HandshakePace.TOLERATED.toNanos());
        assertThat(begun()).isEqualTo(HandshakePace.MOST);
    }

    @Test
    void half_of_them_begin_after_a_late_step_and_never_none() {
        pace.step(LATE);
        assertThat(begun()).isEqualTo(HandshakePace.FIRST / 2);
        for (int i = 0; i < 100; i++) {
            pace.step(LATE);
            assertThat(begun()).isPositive();
        }
        assertThat(begun()).as("no more in the same step").isZero();
        pace.step(LATE);
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    void what_was_not_used_does_not_grow() {
        for (int i = 0; i < 1_000; i++) {
            pace.step(IN_TIME);
        }
        assertThat(begun()).isEqualTo(HandshakePace.FIRST);
    }

    private int begun() {
        int begun = 0;
        while (pace.begins()) {
            begun++;
        }
        return begun;
    }
}
