package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import dev.parley.system.plant.agent.Bug;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services with a bug in them, one after the other: is the checker blind? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsIT {
    private static final long SEED = Long.getLong("parley.seed", 20261122L);

    private PlantedRuns runs;

    @BeforeAll
    void startOneSystemForAll() {
        Path data = Workspace.find()
                .root()
                .resolve(
                        "system-tests/target/planted-" + ProcessHandle.current().pid());
        System.out.println("seed " + SEED + ", another by -Dparley.seed");
        var frame = new Plan(SEED, Duration.ZERO, List.of(), false, 1, 2, 1, 1, true, data, false);
        runs = PlantedRuns.start(frame, System.out::println);
    }

    @AfterAll
    void end() {
        runs.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISHED_BACKWARDS")
    void a_run_with_a_bug_in_it_says_so(Bug bug) throws InterruptedException {
        Outcome outcome = runs.with(bug, SEED);

        assertThat(outcome.good())
                .as("seed %d: good with %s", SEED, bug.label())
                .isFalse();
        assertThat(Proof.of(bug).columns())
                .as("seed %d: columns in which %s shows", SEED, bug.label())
                .anySatisfy(column -> assertThat(outcome.verdict().count(column))
                        .as(column.title())
                        .isPositive());
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLISHED_BACKWARDS")
    void what_the_services_are_made_to_stand_shows_nowhere(Bug bug) throws InterruptedException {
        Outcome outcome = runs.with(bug, SEED);

        assertThat(outcome.verdict().violations()).as("seed %d", SEED).isEmpty();
        assertThat(outcome.atRest()).as("seed %d: at rest in time", SEED).isTrue();
    }
}
