package dev.parley.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandshakeTurnsTest {
    private static final long BEGAN = Duration.ofHours(1).toNanos();

    private final HandshakeTurns<Integer> turns = new HandshakeTurns<>();

    @Test
    void a_crowd_begins_whole_and_in_the_order_in_which_it_came() {
        List<Integer> begun = come(100, BEGAN);
        assertThat(begun).hasSize(HandshakePace.FIRST);

        for (int step = 0; step < 100 && turns.waiting() > 0; step++) {
            turns.step(0);
            begun.addAll(turns.next());
        }

        assertThat(begun)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void nobody_overtakes_those_who_wait_though_the_step_has_room() {
        come(HandshakePace.FIRST + 1, BEGAN);
        turns.step(0);

        assertThat(turns.begins()).isFalse();
        turns.queue(99, BEGAN);
        assertThat(turns.next()).containsExactly(HandshakePace.FIRST, 99);
    }

    @Test
    void who_has_waited_too_long_is_overdue_and_nobody_else() {
        come(HandshakePace.FIRST + 1, BEGAN);
        long later = BEGAN + Duration.ofSeconds(1).toNanos();
        turns.queue(99, later);

        assertThat(turns.overdue(BEGAN + HandshakeTurns.PATIENCE.toNanos())).isEmpty();
        assertThat(turns.overdue(later + HandshakeTurns.PATIENCE.toNanos())).containsExactly(HandshakePace.FIRST);
        assertThat(turns.all()).containsExactly(99);
        assertThat(turns.waiting()).isZero();
    }

    /** Those who begin at once. */
    private List<Integer> come(int count, long nowNanos) {
        List<Integer> begun = new ArrayList<>();
        for (int who = 0; who < count; who++) {
            if (turns.begins()) {
                begun.add(who);
            } else {
                turns.queue(who, nowNanos);
            }
        }
        return begun;
    }
}
