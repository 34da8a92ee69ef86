package dev.parley.local.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path folder;

    @Test
    void they_are_made_once_per_data_directory() throws IOException {
        var first = Credentials.of(folder);
        assertThat(Credentials.of(folder)).isEqualTo(first);
        var other = Files.createDirectory(folder.resolve("other"));
        assertThat(Credentials.of(other)).isNotEqualTo(first);
    }

    @Test
    void only_their_owner_can_read_them() throws IOException {
        Credentials.of(folder);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("credentials.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void they_are_all_different_and_never_printed() {
        var credentials = Credentials.of(folder);
        assertThat(new String[] {
                    credentials.superuserPassword(),
                    credentials.databasePassword(),
                    credentials.historyPassword(),
                    credentials.serviceCredential()
                })
                .doesNotHaveDuplicates()
                .noneMatch(credentials.toString()::contains);
    }

    @Test
    void a_file_that_lacks_one_is_refused() throws IOException {
        Files.writeString(folder.resolve("credentials.properties"), "postgres.superuser=x\n");
        assertThatThrownBy(() -> Credentials.of(folder))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("--fresh");
    }
}
