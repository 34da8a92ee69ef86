package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import dev.parley.helm.cluster.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Installs and upgrades for real, into a cluster that keeps objects and runs nothing. */
class UpgradeTest {
    private static final List<String> SERVICES = List.of("parley-gateway", "parley-message", "parley-history");
    private static final Pattern FORWARD = Pattern.compile("port-forward service/(\\S+) \\d+:(\\d+)");
    private static final Pattern SECRET = Pattern.compile("get secret (\\S+) .*\"([a-z-]+)\" \\| base64decode");
    private ApiServer cluster;

    @BeforeEach
    void startsTheCluster() throws IOException {
        cluster = new ApiServer();
    }

    @AfterEach
    void endsTheCluster() {
        cluster.close();
    }

    @Test
    void generatedSecretsSurviveUpgrades() {
        install();
        var before = generated();
        assertThat(before.properties()).hasSizeGreaterThan(4);

        upgrade(Map.of());
        upgrade(Map.of("gateway.drainSeconds", 40));

        assertThat(generated()).isEqualTo(before);
    }

    @Test
    void anUpgradeThatChangesNothingRollsNoPod() {
        install();
        var before = SERVICES.stream().map(this::annotations).toList();

        upgrade(Map.of());

        assertThat(SERVICES.stream().map(this::annotations)).isEqualTo(before);
    }

    @Test
    void aChangedSettingRollsTheServiceThatReadsIt() {
        install();
        var before = SERVICES.stream().map(this::annotations).toList();

        upgrade(Map.of("gateway.drainSeconds", 40));

        assertThat(annotations("parley-gateway")).isNotEqualTo(before.getFirst());
        assertThat(annotations("parley-message")).isEqualTo(before.get(1));
        assertThat(annotations("parley-history")).isEqualTo(before.getLast());
    }

    @Test
    void aChangedSecretRollsTheServicesThatReadIt() {
        install();
        var before = SERVICES.stream().map(this::annotations).toList();
        var secret =
                cluster.find(Chart.NAMESPACE, "secrets", "parley-generated").orElseThrow();
        secret.withObject("/data").put("internal-credential", "YW5vdGhlciBvbmU=");
        cluster.put(Chart.NAMESPACE, "secrets", secret);

        upgrade(Map.of());

        assertThat(generated().path("internal-credential").asText()).isEqualTo("YW5vdGhlciBvbmU=");
        assertThat(annotations("parley-gateway")).isNotEqualTo(before.getFirst());
        assertThat(annotations("parley-message")).isEqualTo(before.get(1));
        assertThat(annotations("parley-history")).isNotEqualTo(before.getLast());
    }

    @Test
    void anAuthorityThatSignsAnewRollsTheServicesThatTrustIt() {
        cluster.addSecret(Chart.NAMESPACE, "kafka-authority", Map.of("ca.crt", "b2xk"));
        var trusting = Map.<String, Object>of("kafka.tls.caSecret", "kafka-authority");
        install(Chart.example("production-external"), trusting);
        var before = SERVICES.stream().map(this::annotations).toList();

        cluster.addSecret(Chart.NAMESPACE, "kafka-authority", Map.of("ca.crt", "bmV3"));
        upgrade(Chart.example("production-external"), trusting);

        assertThat(annotations("parley-gateway")).isNotEqualTo(before.getFirst());
        assertThat(annotations("parley-message")).isNotEqualTo(before.get(1));
        assertThat(annotations("parley-history")).isEqualTo(before.getLast());
    }

    @Test
    void whatScalesKeepsAsManyReplicasAsThereAre() {
        install(Chart.example("production-external"), Map.of("gateway.replicas", 4));
        assertThat(replicas("parley-gateway")).isEqualTo(4);

        var scaled = Map.<String, Object>of("gateway.autoscaling.by", "hpa");
        upgrade(Chart.example("production-external"), scaled);
        assertThat(replicas("parley-gateway")).isEqualTo(4);

        var gateway =
                cluster.find(Chart.NAMESPACE, "deployments", "parley-gateway").orElseThrow();
        gateway.withObject("/spec").put("replicas", 7);
        cluster.put(Chart.NAMESPACE, "deployments", gateway);
        upgrade(Chart.example("production-external"), scaled);
        assertThat(replicas("parley-gateway")).isEqualTo(7);
    }

    /** Stores restart for another version of the chart only if it changes them. */
    @Test
    void anotherVersionOfTheChartLeavesTheStoresAlone() {
        var before = Chart.render();
        var later = Chart.renderAsVersion("99.0.0");
        assertThat(before.ofKind("StatefulSet"))
                .hasSize(3)
                .allSatisfy(store -> assertThat(later.get("StatefulSet", Manifest.name(store)))
                        .isEqualTo(store));

        var operators = Chart.example("production-operators");
        var asked = Chart.renderAsVersion("99.0.0", operators);
        for (var kind : List.of("Kafka", "KafkaNodePool", "KafkaTopic", "Cluster", "Keycloak")) {
            assertThat(Chart.render(operators).ofKind(kind))
                    .isNotEmpty()
                    .containsExactlyElementsOf(asked.ofKind(kind).toList());
        }
    }

    @Test
    void anUninstallKeepsTheSecretsAndTheNextInstallTakesThemUp() {
        install();
        var before = generated();

        Helm.uninstall(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfigContents(cluster.kubeConfig())
                .noHooks()
                .call();
        assertThat(cluster.find(Chart.NAMESPACE, "deployments", "parley-gateway"))
                .isEmpty();
        install();

        assertThat(generated()).isEqualTo(before);
    }

    /** Whoever follows the notes of an evaluation finds what they name. */
    @Test
    void theNotesForwardPortsThatAreThere() {
        var notes = install(Chart.example("evaluation"), Map.of());
        var manifest = Chart.render(Chart.example("evaluation"));

        var forwards = FORWARD.matcher(notes).results().toList();
        assertThat(forwards)
                .hasSize(3)
                .allSatisfy(forward -> assertThat(Workload.elements(
                                manifest.get("Service", forward.group(1)).at("/spec/ports")))
                        .anyMatch(port -> port.path("port").asText().equals(forward.group(2))));
        assertThat(notes)
                .contains("NOT FOR PRODUCTION", "helm -n chat test parley", "alice, bob, carol, admin")
                .doesNotContain("<no value>");
        var secret = SECRET.matcher(notes);
        assertThat(secret.find()).isTrue();
        assertThat(manifest.get("Secret", secret.group(1)).path("data").has(secret.group(2)))
                .isTrue();
    }

    @Test
    void theNotesOfProductionSayWhatIsStillToDo() {
        assertThat(install(Chart.example("production-external"), Map.of()))
                .contains("https://chat.example.org", "monitoring.rules", "parley_history", "docs/operations.md")
                .doesNotContain("NOT FOR PRODUCTION", "port-forward", "<no value>");
    }

    private void install() {
        install(Chart.example("evaluation"), Map.of());
    }

    /** @return what Helm says afterwards */
    private String install(Path values, Map<String, Object> set) {
        var command = new Helm(Path.of("parley"))
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfigContents(cluster.kubeConfig())
                .withValuesFile(values)
                .disableOpenApiValidation();
        set.forEach(command::set);
        return command.call().getOutput();
    }

    private void upgrade(Map<String, Object> set) {
        upgrade(Chart.example("evaluation"), set);
    }

    private void upgrade(Path values, Map<String, Object> set) {
        var command = new Helm(Path.of("parley"))
                .upgrade()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfigContents(cluster.kubeConfig())
                .withValuesFile(values)
                .disableOpenApiValidation();
        set.forEach(command::set);
        command.call();
    }

    private int replicas(String deployment) {
        return cluster.find(Chart.NAMESPACE, "deployments", deployment)
                .orElseThrow()
                .at("/spec/replicas")
                .asInt();
    }

    private ObjectNode generated() {
        return (ObjectNode) cluster.find(Chart.NAMESPACE, "secrets", "parley-generated")
                .orElseThrow()
                .path("data");
    }

    private ObjectNode annotations(String deployment) {
        return (ObjectNode) cluster.find(Chart.NAMESPACE, "deployments", deployment)
                .orElseThrow()
                .at("/spec/template/metadata/annotations");
    }
}
