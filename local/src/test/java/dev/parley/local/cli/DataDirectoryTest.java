package dev.parley.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void a_second_user_of_the_same_folder_is_refused_and_told_who_holds_it() {
        try (var first = DataDirectory.open(folder)) {
            assertThat(first.path()).isEqualTo(folder);
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(LocalFailure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void a_folder_that_was_given_back_can_be_used_again() {
        DataDirectory.open(folder).close();
        DataDirectory.open(folder).close();
    }

    @Test
    void emptying_deletes_our_data_and_nothing_else() throws IOException {
        Files.createDirectories(folder.resolve("postgres/base"));
        Files.writeString(folder.resolve("postgres/base/1"), "data");
        Files.writeString(folder.resolve("credentials.properties"), "secret");
        Files.writeString(folder.resolve("thesis.txt"), "somebody's");
        try (var directory = DataDirectory.open(folder)) {
            directory.empty();
        }
        assertThat(folder.resolve("postgres")).doesNotExist();
        assertThat(folder.resolve("credentials.properties")).doesNotExist();
        assertThat(folder.resolve("thesis.txt")).exists();
    }

    @Test
    void the_logs_of_the_run_before_are_kept_aside() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/kafka.log"), "before");
        try (var directory = DataDirectory.open(folder)) {
            directory.rotateLogs();
        }
        assertThat(folder.resolve("logs/kafka.log")).doesNotExist();
        assertThat(folder.resolve("logs/kafka.log.1")).hasContent("before");
    }
}
