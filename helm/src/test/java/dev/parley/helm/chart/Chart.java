package dev.parley.helm.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.parley.helm.cluster.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The chart in this folder, rendered by Helm itself. */
public final class Chart {
    private static final Path FOLDER = Path.of("parley");
    private static final Path RENDERED = withHooks();

    static {
        lookIntoAnEmptyCluster();
    }

    public static final String RELEASE = "parley";
    public static final String NAMESPACE = "chat";
    private static final String KUBERNETES = "1.33.0";

    private Chart() {}

    /** Each file of values that the documentation names. */
    public static List<Path> examples() {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path example(String name) {
        return Path.of("examples", name + ".yaml");
    }

    public static Manifest render(Path... values) {
        return render(Map.of(), values);
    }

    /**
     * What an install would make.
     *
     * @param set values by their paths, as {@code --set} takes them
     */
    public static Manifest render(Map<String, Object> set, Path... values) {
        return Manifest.parse(text(set, values));
    }

    /** What a later version of this chart, alike in everything else, would make. */
    public static Manifest renderAsVersion(String version, Path... values) {
        try {
            var later = copy("chart-" + version + "-", text -> text);
            var about = later.resolve("Chart.yaml");
            Files.writeString(
                    about, Files.readString(about).replaceAll("(?m)^(version|appVersion): .*$", "$1: " + version));
            return Manifest.parse(text(later, Map.of(), values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Map<String, Object> set, Path... values) {
        return text(RENDERED, set, values);
    }

    private static String text(Path chart, Map<String, Object> set, Path... values) {
        var command = new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
        for (var file : values) {
            command.withValuesFile(file);
        }
        set.forEach(command::set);
        return command.call();
    }

    /** What Helm says of values that it refuses. */
    public static String refusal(Map<String, Object> set, Path... values) {
        try {
            text(set, values);
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage());
        }
        throw new AssertionError("Helm takes " + set);
    }

    /**
     * A copy whose hooks are ordinary objects: Helm leaves hooks out of what it renders, and {@code helm test}'s pod has to
     * keep the rules like all others.
     */
    private static Path withHooks() {
        return copy("chart-with-hooks-", text -> text.replace("\"helm.sh/hook\"", "\"parley.dev/hook\""));
    }

    private static Path copy(String name, UnaryOperator<String> change) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            var copy = Files.createTempDirectory(Path.of("target"), name);
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, change.apply(Files.readString(file)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Helm's library looks things up while it renders, in whatever cluster the machine's settings name; the tests have their
     * own, which lasts as long as this process.
     */
    private static void lookIntoAnEmptyCluster() {
        var configuration = Path.of("target", "kubeconfig.yaml").toAbsolutePath();
        if (!configuration.toString().equals(System.getenv("KUBECONFIG"))) {
            throw new IllegalStateException(
                    "KUBECONFIG must be " + configuration + ", or a real cluster would be asked");
        }
        try {
            Files.writeString(configuration, new ApiServer().kubeConfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }
}
