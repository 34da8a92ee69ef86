package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.fault.Schedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A short run of {@code ./parley faults} with a fixed seed: the faults that tell most for their time. The system is its own,
 * because it is killed.
 */
class FaultsIT {
    private static final long SEED = Long.getLong("parley.seed", 20261122L);
    private static final List<String> FAULTS = List.of(
            "kill-message",
            "kill-gateway",
            "kill-postgres",
            "swallow-postgres",
            "cut-clients",
            "reconnect-storm",
            "freeze-kafka");

    @Test
    void what_was_acknowledged_is_never_lost_doubled_or_reordered_whatever_dies() throws InterruptedException {
        Path data = Workspace.find()
                .root()
                .resolve("system-tests/target/faults-" + ProcessHandle.current().pid());
        System.out.println("seed " + SEED + ", another by -Dparley.seed");

        Outcome outcome = Run.of(Plan.ofEach(FAULTS, SEED, data), System.out::println);

        assertThat(outcome.verdict().violations()).as("seed %d", SEED).isEmpty();
        assertThat(outcome.verdict().commands().accepted()).isPositive();
        assertThat(outcome.faults().stream().map(Schedule.Done::fault))
                .as("seed %d: faults that had their turn", SEED)
                .containsAll(FAULTS);
        assertThat(outcome.faults())
                .allSatisfy(done -> assertThat(done.recovery())
                        .as("seed %d: recovery from %s", SEED, done.fault())
                        .isPresent());
        assertThat(outcome.atRest()).as("seed %d: at rest in time", SEED).isTrue();
        assertThat(outcome.blind())
                .as("seed %d: columns blind to a planted fault, out of %s", SEED, List.of(Column.values()))
                .isEmpty();
    }
}
