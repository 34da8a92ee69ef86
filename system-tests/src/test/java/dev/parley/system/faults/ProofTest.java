package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.fault.Catalogue;
import dev.parley.system.plant.agent.Bug;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTest {
    @ParameterizedTest
    @EnumSource(Bug.class)
    void a_bug_is_brought_to_light_by_faults_that_there_are(Bug bug) {
        assertThat(Catalogue.names()).containsAll(Proof.of(bug).faults());
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void the_guarantees_tell_of_every_bug_and_where_it_shows(Bug bug) throws IOException {
        String guarantees = Files.readString(Workspace.find().root().resolve("docs/guarantees.md"));

        assertThat(guarantees.lines().filter(line -> line.startsWith("| `" + bug.label() + "` |")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line).contains(bug.description());
                    assertThat(line).contains(Proof.of(bug).faults());
                    assertThat(Proof.of(bug).columns())
                            .extracting(Column::title)
                            .allSatisfy(title -> assertThat(line).contains(title));
                });
    }
}
