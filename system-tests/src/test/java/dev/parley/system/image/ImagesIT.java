package dev.parley.system.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.Workspace;
import dev.parley.local.service.ServiceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images, made without Docker and without a registry, from a base in a file. */
class ImagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void anImageSaysHowItIsRun(ServiceKind kind) throws Exception {
        Unpacked image = MadeImages.unpacked(kind);

        assertThat(image.config().path("User").asText()).isEqualTo("10001:10001");
        assertThat(image.entrypoint())
                .containsExactly(
                        "java",
                        "@/parley/jvm.options",
                        "-XX:AOTCache=/parley/start.aot",
                        "-Xlog:aot*=off,cds*=off",
                        "-jar",
                        "/parley/quarkus-run.jar");
        assertThat(image.environment()).contains("PARLEY_LOG_JSON=true", "PATH=/opt/java/bin");
        Set<String> exposed = new HashSet<>();
        image.config().path("ExposedPorts").fieldNames().forEachRemaining(exposed::add);
        assertThat(exposed)
                .containsExactlyInAnyOrderElementsOf(
                        kind.ports().stream().map(port -> port + "/tcp").toList());
        assertThat(image.files().resolve("parley/jvm.options"))
                .hasSameTextualContentAs(Workspace.find().jvmOptions(kind.module()));
    }

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void theBillOfMaterialsNamesEveryLibraryInTheImage(ServiceKind kind) throws Exception {
        Path home = MadeImages.unpacked(kind).files().resolve("parley");
        Path bill = home.resolve("sbom.json");
        assertThat(bill).hasSameTextualContentAs(MadeImages.billBeside(kind));
        JsonNode content = JSON.readTree(bill.toFile());
        assertThat(content.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> named = new HashSet<>();
        content.path("components")
                .forEach(component -> named.add(component.path("group").asText() + "."
                        + component.path("name").asText() + "-"
                        + component.path("version").asText()));

        try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
            List<String> libraries = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .toList();
            assertThat(libraries).isNotEmpty();
            // A classifier may follow the version.
            assertThat(libraries)
                    .allMatch(library -> named.contains(library)
                            || named.contains(library.replaceFirst("-(linux-x86_64|linux-aarch_64)$", "")));
        }
    }
}
