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
import dev.parley.local.service.StartCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    /** As layers name it. */
    static final String FOLDER = "parley/";

    private static final String BILL_OF_MATERIALS = "sbom.json";
    private static final String JVM_OPTIONS = HOME + "/jvm.options";
    private static final String JAR = HOME + "/quarkus-run.jar";
    private static final StartCache START_CACHE = StartCache.beside(Path.of(JAR));

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

    ServiceKind kind() {
        return kind;
    }

    /** What the image holds below the folder of its own, in an image that was unpacked. */
    static Path jar(UnpackedImage image) {
        return image.path(JAR);
    }

    static Path jvmOptions(UnpackedImage image) {
        return image.path(JVM_OPTIONS);
    }

    /** @param startCache if there is one */
    void describe(JibContainerBuilder image, String version, Optional<Path> startCache)
            throws IOException, InvalidImageReferenceException {
        Path application =
                Objects.requireNonNull(workspace.serviceJar(kind.module()).getParent());
        image.setFormat(ImageFormat.OCI)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(HOME))
                .setEntrypoint(entrypoint())
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
                        .addEntry(workspace.jvmOptions(kind.module()), AbsoluteUnixPath.get(JVM_OPTIONS))
                        .addEntry(billOfMaterials(), inHome(BILL_OF_MATERIALS))
                        .build());
        if (startCache.isPresent()) {
            image.addFileEntriesLayer(FileEntriesLayer.builder()
                    .setName("start")
                    .addEntry(
                            startCache.get(),
                            AbsoluteUnixPath.get(START_CACHE.file().toString()))
                    .build());
        }
    }

    private static List<String> entrypoint() {
        return Stream.of(List.of("java", "@" + JVM_OPTIONS), START_CACHE.use(), List.of("-jar", JAR))
                .flatMap(List::stream)
                .toList();
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
