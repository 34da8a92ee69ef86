package dev.parley.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in the repository the things stand that Maven built or unpacked.
 *
 * @param root the repository's top folder
 */
public record Workspace(Path root) {

    /** By system property {@code parley.home}, by environment {@code PARLEY_HOME}, else upwards from the working directory. */
    public static Workspace find() {
        return find(System.getProperty("parley.home"), System.getenv(), Path.of(""));
    }

    static Workspace find(@Nullable String property, Map<String, String> environment, Path workingDirectory) {
        var named = property != null ? property : environment.get("PARLEY_HOME");
        if (named != null) {
            return new Workspace(Path.of(named).toAbsolutePath().normalize());
        }
        return Stream.iterate(workingDirectory.toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(Workspace::isTop)
                .findFirst()
                .map(Workspace::new)
                .orElseThrow(() -> new LocalFailure(
                        "no Parley repository at or above " + workingDirectory.toAbsolutePath() + "; set PARLEY_HOME"));
    }

    private static boolean isTop(Path folder) {
        return Files.isRegularFile(folder.resolve("local/pom.xml"))
                && Files.isDirectory(folder.resolve("gateway-service"));
    }

    public Path dataDirectory() {
        return root.resolve(".parley");
    }

    /** The broker's class path. */
    public Path libraries() {
        return built("local/target/lib");
    }

    /** Keycloak's distribution, as unpacked. */
    public Path keycloakDistribution() {
        return onlyChild("local/target", "keycloak-*");
    }

    /** PostgreSQL's binaries, still packed (tar, xz). */
    public Path postgresArchive() {
        return onlyChild("local/target/postgres", "*.txz");
    }

    public Path localTarget() {
        return built("local/target");
    }

    /** What {@code java -jar} runs of a service's module. */
    public Path serviceJar(String module) {
        return built(module + "/target/quarkus-app/quarkus-run.jar");
    }

    /** How a service's JVM runs: an argument file of the java launcher. */
    public Path jvmOptions(String module) {
        return built(module + "/jvm.options");
    }

    private Path built(String path) {
        var found = root.resolve(path);
        if (!Files.exists(found)) {
            throw new LocalFailure(found + " is missing: build first (mvn -DskipTests package)");
        }
        return found;
    }

    private Path onlyChild(String folder, String pattern) {
        try (var children = Files.newDirectoryStream(built(folder), pattern)) {
            for (var child : children) {
                return child;
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot list " + root.resolve(folder) + ": " + e.getMessage(), e);
        }
        throw new LocalFailure(folder + "/" + pattern + " is missing: build first (mvn -DskipTests package)");
    }
}
