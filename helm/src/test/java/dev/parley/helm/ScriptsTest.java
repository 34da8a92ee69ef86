package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that containers run. */
class ScriptsTest {
    @TempDir
    Path folder;

    static Stream<Path> examples() {
        return Chart.examples().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aShellUnderstandsEveryScript(Path values) throws Exception {
        var scripts = scripts(Chart.render(values));

        assertThat(scripts).isNotEmpty();
        for (var script : scripts.entrySet()) {
            var file = Files.writeString(folder.resolve("script.sh"), script.getValue());
            assertThat(run("bash", "-n", file.toString())).as(script.getKey()).isEmpty();
        }
    }

    @Test
    void theTestReadsFieldsOfAnswers() throws Exception {
        var script = scripts(Chart.render()).getOrDefault("parley-test/test.sh", "");
        var function = script.substring(script.indexOf("field() {"), script.indexOf("expect \"gateway is ready\""));
        Files.writeString(
                folder.resolve("answer"),
                "{\"type\":\"accepted\",\"id\":\"c-1\",\"room\":\"0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42\",\"epoch\":\"5f2c9a01\"}");

        assertThat(run("sh", "-c", "cd " + folder + "; " + function + " field room"))
                .isEqualTo("0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42");
    }

    private static Map<String, String> scripts(Manifest manifest) {
        var scripts = new LinkedHashMap<String, String>();
        manifest.ofKind("ConfigMap")
                .forEach(map -> map.path("data").properties().stream()
                        .filter(entry -> entry.getKey().endsWith(".sh"))
                        .forEach(entry -> scripts.put(
                                Manifest.name(map) + "/" + entry.getKey(),
                                entry.getValue().asText())));
        for (var workload : manifest.workloads()) {
            workload.allContainers()
                    .filter(container -> container.path("command").toString().contains("\"-c\""))
                    .flatMap(container -> Workload.elements(container.path("args")))
                    .forEach(script -> scripts.put(workload.title(), script.asText()));
        }
        return scripts;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
