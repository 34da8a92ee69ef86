package dev.parley.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path folder;

    @Test
    void it_is_found_upwards_from_the_working_directory() throws IOException {
        var top = repository();
        var deep = Files.createDirectories(top.resolve("system-tests/target"));
        assertThat(Workspace.find(null, Map.of(), deep).root()).isEqualTo(top);
    }

    @Test
    void a_named_one_is_taken_from_property_then_environment() {
        assertThat(Workspace.find("/a", Map.of("PARLEY_HOME", "/b"), folder).root())
                .isEqualTo(Path.of("/a"));
        assertThat(Workspace.find(null, Map.of("PARLEY_HOME", "/b"), folder).root())
                .isEqualTo(Path.of("/b"));
    }

    @Test
    void outside_of_a_repository_the_way_out_is_said() {
        assertThatThrownBy(() -> Workspace.find(null, Map.of(), folder))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("PARLEY_HOME");
    }

    @Test
    void what_is_not_built_is_named_with_the_way_to_build_it() throws IOException {
        var workspace = new Workspace(repository());
        assertThatThrownBy(() -> workspace.serviceJar("gateway-service"))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("gateway-service")
                .hasMessageContaining("build first");
    }

    private Path repository() throws IOException {
        Files.createDirectories(folder.resolve("local"));
        Files.createDirectories(folder.resolve("gateway-service"));
        Files.writeString(folder.resolve("local/pom.xml"), "<project/>");
        return folder;
    }
}
