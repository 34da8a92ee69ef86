package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.helm.chart.Chart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code javaOptions} says takes the place of what the image says, in the JVM itself. */
class JavaOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"gateway", "message", "history"})
    void optionsOfTheReleaseWinOverThoseOfTheImage(String component) throws Exception {
        assertThat(heapShare(component, Map.of())).contains("70.0");
        assertThat(heapShare(component, Map.of(component + ".javaOptions", "-XX:MaxRAMPercentage=41")))
                .contains("41.0");
    }

    /** The line of the JVM's settings, as it starts with the image's options and the chart's environment. */
    private static String heapShare(String component, Map<String, Object> set)
            throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@../" + component + "-service/jvm.options",
                        "-XX:+PrintFlagsFinal",
                        "-version")
                .redirectErrorStream(true);
        Chart.render(set)
                .get("ConfigMap", "parley-" + component + "-environment")
                .path("data")
                .properties()
                .forEach(entry -> command.environment()
                        .put(entry.getKey(), entry.getValue().asText()));
        var java = command.start();
        var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.lines()
                .filter(line -> line.contains(" MaxRAMPercentage "))
                .findFirst()
                .orElse(said);
    }
}
