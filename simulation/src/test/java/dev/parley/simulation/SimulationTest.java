package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dparley.seed=7 -Dparley.histories=1} replays one history; {@code -Dparley.histories=1000000} is a long run. How
 * each ended is under {@code target/simulation} if it ended badly.
 */
class SimulationTest {
    private static final int ORDINARY_HISTORIES = 100_000;
    private static final int COMPARED_HISTORIES = 20;

    @Test
    void whatever_breaks_every_promise_is_kept() {
        Histories.run(
                Plant.NOTHING,
                Long.getLong("parley.seed", 1),
                Integer.getInteger("parley.histories", ORDINARY_HISTORIES));
    }

    @Test
    void a_seed_is_a_history_to_the_last_step() {
        for (long seed = 1; seed <= COMPARED_HISTORIES; seed++) {
            assertThat(lines(seed)).as("seed %d", seed).isEqualTo(lines(seed));
        }
    }

    private static List<String> lines(long seed) {
        Trace trace = new Trace();
        History.run(seed, Plant.NOTHING, trace);
        assertThat(trace.lines()).isNotEmpty();
        return trace.lines();
    }
}
