package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.cluster.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Installs and upgrades for real, into a cluster that keeps objects and runs nothing. */
class UpgradeTest {
    private static final List<String> SERVICES = List.of("parley-gateway", "parley-message", "parley-history");
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

    private void install() {
        new Helm(Path.of("parley"))
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfigContents(cluster.kubeConfig())
                .disableOpenApiValidation()
                .call();
    }

    private void upgrade(Map<String, Object> set) {
        var command = new Helm(Path.of("parley"))
                .upgrade()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfigContents(cluster.kubeConfig())
                .disableOpenApiValidation();
        set.forEach(command::set);
        command.call();
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
