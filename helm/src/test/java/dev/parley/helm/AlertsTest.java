package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts: that Prometheus takes them, that they speak when they should, and that each has a runbook. */
class AlertsTest {
    private static final Path RUNBOOKS = Path.of("../docs/operations.md");
    private static final Pattern METRIC = Pattern.compile("\\b(parley_[a-z_]+)\\b");
    private static final JsonNode GROUPS = Chart.render(Chart.example("production-large"))
            .get("PrometheusRule", "parley")
            .at("/spec/groups");

    @TempDir
    Path folder;

    @Test
    void everyAlertHasARunbookASeverityAndASummary() throws IOException {
        var anchors = Files.readAllLines(RUNBOOKS).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
            var name = alert.path("alert").asText();
            assertThat(anchors).contains(name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .endsWith("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        });
    }

    @Test
    void noRunbookIsAboutAnAlertThatIsNotThere() throws IOException {
        var names = alerts().map(alert -> alert.path("alert").asText()).toList();

        assertThat(Files.readAllLines(RUNBOOKS).stream()
                        .filter(line -> line.startsWith("### Parley"))
                        .map(line -> line.substring(4)))
                .isSubsetOf(names);
    }

    @Test
    void alertsAndDashboardsAskForMetricsThatThereAre() throws IOException {
        var expressions = Stream.concat(rules().map(rule -> rule.path("expr").asText()), DashboardsTest.expressions());

        assertThat(expressions
                        .flatMap(expression -> METRIC.matcher(expression).results())
                        .map(found -> found.group(1).replaceAll("_(bucket|count|sum)$", ""))
                        .distinct())
                .isSubsetOf(documented());
    }

    private static List<String> documented() throws IOException {
        return METRIC.matcher(Files.readString(Path.of("../docs/observability.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void prometheusTakesTheRules() throws Exception {
        var promtool = promtool();

        assertThat(run(promtool, "check", "rules", written().toString())).contains("SUCCESS");
    }

    @Test
    void theAlertsSpeakWhenTheyShouldAndElseAreSilent() throws Exception {
        var promtool = promtool();
        written();
        var hours = folder.resolve("alerts-test.yaml");
        Files.copy(Path.of("src/test/resources/alerts-test.yaml"), hours);

        assertThat(run(promtool, "test", "rules", hours.toString())).contains("SUCCESS");
    }

    @Test
    void forEachAlertThereIsAnHourInWhichItSpeaksAndOneInWhichItIsSilent() throws IOException {
        var looks = Workload.elements(new YAMLMapper()
                        .readTree(Path.of("src/test/resources/alerts-test.yaml").toFile())
                        .path("tests"))
                .flatMap(test -> Workload.elements(test.path("alert_rule_test")))
                .toList();

        assertThat(alerts().map(alert -> alert.path("alert").asText()))
                .allSatisfy(name -> assertThat(looks.stream()
                                .filter(look -> look.path("alertname").asText().equals(name))
                                .map(look -> look.has("exp_alerts")))
                        .contains(true, false));
    }

    private static String promtool() {
        var found = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(found).as("promtool is not in PATH (Debian: prometheus)").isPresent();
        return found.map(Path::toString).orElseThrow();
    }

    private Path written() throws IOException {
        var yaml = new YAMLMapper();
        ObjectNode rules = yaml.createObjectNode();
        rules.set("groups", GROUPS);
        return Files.writeString(folder.resolve("rules.yaml"), yaml.writeValueAsString(rules));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static Stream<JsonNode> rules() {
        return Workload.elements(GROUPS).flatMap(group -> Workload.elements(group.path("rules")));
    }

    private static Stream<JsonNode> alerts() {
        return rules().filter(rule -> rule.has("alert"));
    }
}
