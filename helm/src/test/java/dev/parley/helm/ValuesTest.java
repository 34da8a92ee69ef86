package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.helm.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart says to values that it does not take, and how few it needs. */
class ValuesTest {
    private static final int MOST_LINES = 12;

    @Test
    void anInstallWithoutValuesIsAnEvaluation() {
        var manifest = Chart.render();

        assertThat(manifest.ofKind("StatefulSet")
                        .map(object -> object.at("/metadata/name").asText()))
                .containsExactlyInAnyOrder("parley-kafka", "parley-postgresql", "parley-keycloak");
        assertThat(manifest.ofKind("StatefulSet")
                        .map(object -> object.at("/metadata/annotations").path("parley.dev/not-for-production")))
                .allMatch(mark -> !mark.asText().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"production-external", "production-operators"})
    void productionNeedsADozenLines(String example) throws IOException {
        var lines = Files.readAllLines(Chart.example(example)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"));

        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void theReadmeShowsTheValuesThatAreTested() throws IOException {
        var readme = Files.readString(Path.of("../README.md"));
        var values = Files.readAllLines(Chart.example("production-external")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(readme).contains(String.join("\n", values));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.replica       | 3       | at '/gateway': additional properties 'replica' not allowed",
                "gateway.replicas      | many    | at '/gateway/replicas': got string, want",
                "profile               | prod    | at '/profile': value must be one of 'evaluation', 'production'",
                "size                  | huge    | at '/size': value must be one of",
                "host                  | https://x | at '/host': 'https://x' does not match",
                "postgresql.port       | 0       | at '/postgresql/port': minimum: got 0, want 1",
                "gateway.image.digest  | latest  | at '/gateway/image/digest': 'latest' does not match",
                "podSecurityContext.runAsUsr | 5 | at '/podSecurityContext': additional properties 'runAsUsr' not allowed",
                "containerSecurityContext.capabilities.dropp | x | at '/containerSecurityContext/capabilities'",
                "networkPolicy.clients[0].podSelectr.a | b | at '/networkPolicy/clients/0': additional properties 'podSelectr'",
                "networkPolicy.extraEgress[0].form | x | at '/networkPolicy/extraEgress/0': additional properties 'form'",
                "message.service.type  | NodePort | at '/message/service/type': value must be 'ClusterIP'",
                "kafka.mechanism       | GSSAPI  | at '/kafka/mechanism': value must be one of",
                "monitoring.objective.deliverySeconds | 0.3 | at '/monitoring/objective/deliverySeconds'"
            })
    void theSchemaRefusesAndSaysWhere(String value, String given, String says) {
        assertThat(Chart.refusal(Map.of(value, given))).contains(says).doesNotContain("panic");
    }

    @Test
    void productionSaysAtOnceAllThatItLacks() {
        assertThat(Chart.refusal(Map.of("profile", "production")))
                .contains(
                        "kafka.bootstrapServers: say where Kafka is",
                        "kafka.existingSecret: name the Secret",
                        "postgresql.host: say where PostgreSQL is",
                        "postgresql.existingSecret: name the Secret",
                        "identity.issuer: say which Keycloak realm",
                        "host: say under which name");
    }

    @ParameterizedTest
    @CsvSource({"kafka", "postgresql", "identity"})
    void productionRefusesTheEvaluationsStores(String store) {
        assertThat(Chart.refusal(Map.of(store + ".mode", "evaluation"), Chart.example("production-external")))
                .contains(store + ".mode: the evaluation's own " + store + " is no store for profile production");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls.insecure              | true | tls.insecure: tokens would travel in the clear",
                "httpRoute.enabled         | true | httpRoute.parentRefs: name the Gateway",
                "gateway.autoscaling.by    | keda | monitoring.prometheusUrl: KEDA asks Prometheus",
                "tracing.enabled           | true | tracing.endpoint: say where traces go",
                "kafka.topics.minInSyncReplicas | 4 | kafka.topics.minInSyncReplicas: more than there are replicas",
                "message.replicas          | 13   | message.replicas: 13, but kafka.topics.partitions is 12",
                "message.autoscaling.min   | 13   | message.autoscaling.min: 13, but kafka.topics.partitions is 12",
                "identity.mode             | operator | identity.operator.host: say under which name"
            })
    void valuesThatMakeNoSenseTogetherAreRefused(String value, String given, String says) {
        assertThat(Chart.refusal(Map.of(value, given), Chart.example("production-external")))
                .contains(says);
    }

    @Test
    void anUmbrellaChartsOwnValuesAreTaken() {
        var manifest = Chart.render(Map.of("global.registry", "x", "enabled", true));

        assertThat(manifest.objects()).isNotEmpty();
    }

    @Test
    void aDigestWinsOverATagAndARegistryStandsInFront() {
        var digest = "sha256:" + "0".repeat(64);
        var manifest = Chart.render(Map.of(
                "image.registry", "registry.example.org/team",
                "image.tag", "1.2.3",
                "gateway.image.digest", digest));

        assertThat(image(manifest, "gateway")).isEqualTo("registry.example.org/team/parley/gateway-service@" + digest);
        assertThat(image(manifest, "history")).isEqualTo("registry.example.org/team/parley/history-service:1.2.3");
    }

    @Test
    void theChartInstallsTheVersionThatIsBuiltHere() throws IOException {
        var version = Files.readString(Path.of("../pom.xml"))
                .lines()
                .filter(line -> line.strip().startsWith("<version>"))
                .findFirst()
                .orElseThrow()
                .strip()
                .replaceAll("</?version>", "");

        assertThat(Files.readString(Path.of("parley/Chart.yaml"))).contains("appVersion: " + version);
    }

    @Test
    void kedaIsNotSentToAKafkaThatItCannotReach() {
        assertThat(Chart.refusal(
                        Map.of("message.autoscaling.by", "keda"), Chart.example("production-private-authority")))
                .contains("message.autoscaling.by: KEDA cannot read a client certificate");
    }

    @Test
    void messageServicesAreNeverMoreThanPartitions() {
        var scaled = Chart.render(Chart.example("production-large")).get("ScaledObject", "parley-message");
        var topic = Chart.render(Chart.example("production-large")).get("KafkaTopic", "parley.commands");

        assertThat(scaled.at("/spec/maxReplicaCount").asInt())
                .isEqualTo(topic.at("/spec/partitions").asInt());
    }

    private static String image(dev.parley.helm.chart.Manifest manifest, String component) {
        return manifest.get("Deployment", "parley-" + component)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }
}
