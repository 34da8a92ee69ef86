package dev.parley.local.image;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the image of one service holds, whatever its base is: everything below {@code /parley}, owned by root and only read.
 *
 * <p>The layers go from what seldom changes to what changes with every commit, so that a new version is a small download.
 * No shell is needed: the {@code java} of the base's path runs by itself, as process 1, and gets the signals.
 */
final class ServiceImage {
    /** Nobody on any host. */
    private static final String USER = "10001:10001";

    private static final String HOME = "/parley";
    private static final String BILL_OF_MATERIALS = "sbom.json";

    private final Workspace workspace;
    private final ServiceKind kind;

    ServiceImage(Workspace workspace, ServiceKind kind) {
        this.workspace = workspace;
        this.kind = kind;
    }

    /** For example {@code parley/gateway-service}. */
    String name() {
        return "parley/" + kind.module();
    }

    /** Every component in the image, as CycloneDX. */
    Path billOfMaterials() {
        Path bill = workspace.root().resolve(kind.module()).resolve("target").resolve(BILL_OF_MATERIALS);
        if (!Files.exists(bill)) {
            throw new LocalFailure(bill + " is missing: build with mvn -Psbom -DskipTests package");
        }
        return bill;
    }

    void describe(JibContainerBuilder image, String version) throws IOException, InvalidImageReferenceException {
        Path application =
                Objects.requireNonNull(workspace.serviceJar(kind.module()).getParent());
        image.setFormat(ImageFormat.OCI)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(HOME))
                .setEntrypoint("java", "@" + HOME + "/jvm.options", "-jar", HOME + "/quarkus-run.jar")
                .setEnvironment(Map.of("LANG", "C.UTF-8", "PARLEY_LOG_JSON", "true"))
                .setExposedPorts(kind.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
                .setLabels(Map.of(
                        "org.opencontainers.image.title",
                        name(),
                        "org.opencontainers.image.version",
                        version,
                        "org.opencontainers.image.licenses",
                        "Apache-2.0"))
                .addFileEntriesLayer(layer("libraries", application, List.of("lib")))
                .addFileEntriesLayer(layer("service", application, List.of("app", "quarkus", "quarkus-run.jar")))
                .addFileEntriesLayer(FileEntriesLayer.builder()
                        .setName("description")
                        .addEntry(workspace.jvmOptions(kind.module()), inHome("jvm.options"))
                        .addEntry(billOfMaterials(), inHome(BILL_OF_MATERIALS))
                        .build());
    }

    private static FileEntriesLayer layer(String name, Path application, List<String> parts) throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        for (var part : parts) {
            layer.addEntryRecursive(application.resolve(part), inHome(part));
        }
        return layer.build();
    }

    private static AbsoluteUnixPath inHome(String path) {
        return AbsoluteUnixPath.get(HOME + "/" + path);
    }

    static Stream<ServiceImage> all(Workspace workspace) {
        return Stream.of(ServiceKind.values()).map(kind -> new ServiceImage(workspace, kind));
    }
}
