package dev.parley.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
    @TempDir
    Path folder;

    @Test
    void what_was_written_is_read_back() {
        var addresses = new Addresses(
                List.of(URI.create("http://localhost:8080"), URI.create("http://localhost:8081")),
                URI.create("http://localhost:8082"),
                URI.create("http://localhost:8180/realms/parley"),
                "127.0.0.1:9092",
                "postgresql://127.0.0.1:54320/parley");
        addresses.write(folder);
        assertThat(Addresses.read(folder)).isEqualTo(addresses);
    }

    @Test
    void where_nothing_runs_the_way_to_start_it_is_said() {
        assertThatThrownBy(() -> Addresses.read(folder))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("parley up");
    }

    @Test
    void a_damaged_file_is_refused() throws IOException {
        Files.writeString(folder.resolve("addresses.properties"), "gateways=http://localhost:8080\n");
        assertThatThrownBy(() -> Addresses.read(folder))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("names no");
    }
}
