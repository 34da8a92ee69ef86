package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.fault.Crashes;
import dev.parley.system.faults.fault.Schedule;
import dev.parley.system.plant.agent.CrashPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** message-service halts under load at each of its crash points, and the checker has nothing to say. */
class CrashPointsIT {
    private static final long SEED = Long.getLong("parley.seed", 20261122L);

    @Test
    void a_crash_at_any_point_of_a_batch_loses_doubles_and_reorders_nothing() throws InterruptedException {
        Path data = Workspace.find()
                .root()
                .resolve(
                        "system-tests/target/crashes-" + ProcessHandle.current().pid());
        List<String> points = Stream.of(CrashPoint.values()).map(Crashes::name).toList();
        System.out.println("seed " + SEED + ", another by -Dparley.seed");

        Outcome outcome = Run.of(Plan.ofEach(points, SEED, data), System.out::println);

        assertThat(outcome.verdict().violations()).as("seed %d", SEED).isEmpty();
        assertThat(outcome.faults().stream().map(Schedule.Done::fault))
                .as("seed %d: points at which it halted", SEED)
                .containsAll(points);
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
