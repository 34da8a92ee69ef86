package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import dev.parley.system.faults.fault.Schedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong with the machines rather than with the processes: networks, disks, power. Disks of its own need root; where
 * they cannot be had, the run says so and leaves them out.
 */
class EnvironmentIT {
    private static final long SEED = Long.getLong("parley.seed", 20261123L);
    private static final List<String> FAULTS =
            List.of("cut-kafka", "swallow-kafka", "full-postgres", "power-cut-kafka", "power-cut-postgres");

    @Test
    void what_was_acknowledged_survives_full_disks_power_cuts_and_a_bad_network() throws InterruptedException {
        Path data = Workspace.find()
                .root()
                .resolve("system-tests/target/environment-"
                        + ProcessHandle.current().pid());
        System.out.println("seed " + SEED + ", another by -Dparley.seed");

        Outcome outcome = Run.of(Plan.ofEach(FAULTS, SEED, data), System.out::println);

        assertThat(outcome.verdict().violations()).as("seed %d", SEED).isEmpty();
        assertThat(outcome.verdict().commands().accepted()).isPositive();
        assertThat(outcome.faults().stream().map(Schedule.Done::fault))
                .as("seed %d: faults that had their turn, of those that can be had here", SEED)
                .contains("cut-kafka", "swallow-kafka")
                .containsAll(outcome.kinds());
        assertThat(outcome.faults())
                .allSatisfy(done -> assertThat(done.recovery())
                        .as("seed %d: recovery from %s", SEED, done.fault())
                        .isPresent());
        assertThat(outcome.atRest()).as("seed %d: at rest in time", SEED).isTrue();
    }
}
