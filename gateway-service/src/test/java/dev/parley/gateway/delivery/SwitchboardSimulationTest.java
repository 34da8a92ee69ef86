package dev.parley.gateway.delivery;

import org.junit.jupiter.api.Test;

/** Short histories of a hostile world, each out of its own seed; a failing one prints it. */
class SwitchboardSimulationTest {
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1L);
    private static final int HISTORIES = Integer.getInteger("parley.histories", 20_000);
    private static final int STEPS = 120;

    @Test
    void every_listener_gets_every_event_once_in_order_or_is_told() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            try {
                new SimulatedWorld(seed).run(STEPS);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "replay with -Dparley.seed=" + seed + " -Dparley.histories=1: " + failure.getMessage(),
                        failure);
            }
        }
    }
}
