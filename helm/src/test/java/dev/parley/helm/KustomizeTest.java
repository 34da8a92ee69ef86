package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import dev.parley.helm.kustomize.Kustomization;
import dev.parley.helm.models.StrictModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code k8s/} asks operators for exactly what the chart asks them for. */
class KustomizeTest {
    private static final Path K8S = Path.of("../k8s");
    private static final List<String> OPERATORS =
            List.of("kafka.strimzi.io/", "postgresql.cnpg.io/", "k8s.keycloak.org/");

    @ParameterizedTest
    @CsvSource({"evaluation, single", "sizes/small, small", "sizes/medium, medium", "sizes/large, large"})
    void aSizeIsTheSameAsTheCharts(String folder, String size) {
        var chart = Chart.render(Map.of("size", size), Chart.example("production-operators"));

        assertThat(specifications(Kustomization.build(K8S.resolve(folder)))).isEqualTo(specifications(chart));
    }

    @ParameterizedTest
    @CsvSource({"evaluation", "sizes/small", "sizes/medium", "sizes/large"})
    void operatorsTakeEveryObject(String folder) {
        var built = Kustomization.build(K8S.resolve(folder));

        assertThat(built.objects()).hasSizeGreaterThan(8);
        assertThat(built.objects().stream().map(StrictModels::refusal).flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void whatDriftsIsFound() {
        var built = Kustomization.build(K8S.resolve("sizes/small")).copy();
        ((ObjectNode) built.get("KafkaTopic", "parley.events").path("spec")).put("partitions", 13);

        assertThat(specifications(built))
                .isNotEqualTo(
                        specifications(Chart.render(Map.of("size", "small"), Chart.example("production-operators"))));
    }

    /** The values for a release on these stores name Secrets and addresses that the operators make of these objects. */
    @Test
    void theExampleForTheseStoresNamesWhatIsThere() {
        var stores = Kustomization.build(K8S.resolve("sizes/medium"));
        var release = Chart.render(Chart.example("production-kustomize"));
        var there = new TreeSet<>(List.of("parley-generated", "parley-kafka-cluster-ca-cert", "parley-postgresql-ca"));
        stores.ofKind("KafkaUser").map(Manifest::name).forEach(there::add);
        Workload.elements(stores.get("Cluster", "parley-postgresql").at("/spec/managed/roles"))
                .map(role -> role.at("/passwordSecret/name").asText())
                .forEach(there::add);
        there.add(stores.get("Cluster", "parley-postgresql")
                .at("/spec/bootstrap/initdb/secret/name")
                .asText());

        assertThat(secretsOf(release)).isNotEmpty().isSubsetOf(there);
        assertThat(release.get("ConfigMap", "parley-message-environment")
                        .path("data")
                        .toString())
                .contains("parley-kafka-kafka-bootstrap:9093", "//parley-postgresql-rw:5432/parley");
        assertThat(release.get("ConfigMap", "parley-gateway-environment")
                        .at("/data/QUARKUS_OIDC_AUTH_SERVER_URL")
                        .asText())
                .startsWith(stores.get("Keycloak", "parley-keycloak")
                        .at("/spec/hostname/hostname")
                        .asText());
    }

    @Test
    void aPatchThatMeetsNothingIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("topic.yaml"), "{kind: KafkaTopic, metadata: {name: a}, spec: {partitions: 1}}");
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [topic.yaml]
                patches:
                  - target: {kind: KafkaTopic, name: a}
                    patch: "[{op: replace, path: /spec/partition, value: 2}]"
                """);

        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessage("KafkaTopic/a: there is no /spec/partition");
    }

    @ParameterizedTest
    @CsvSource({"evaluation", "sizes/small", "sizes/medium", "sizes/large"})
    void kubectlBuildsTheSame(String folder) throws Exception {
        var kubectl = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(kubectl).as("kubectl is not in PATH").isPresent();
        var process = new ProcessBuilder(
                        kubectl.orElseThrow().toString(),
                        "kustomize",
                        K8S.resolve(folder).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(specifications(Manifest.parse(built)))
                .isEqualTo(specifications(Kustomization.build(K8S.resolve(folder))));
    }

    private static Map<String, JsonNode> specifications(Manifest manifest) {
        var specifications = new TreeMap<String, JsonNode>();
        manifest.objects().stream()
                .filter(object ->
                        OPERATORS.stream().anyMatch(object.path("apiVersion").asText()::startsWith))
                .forEach(object -> specifications.put(
                        Manifest.title(object) + " of "
                                + object.at("/metadata/labels")
                                        .path("strimzi.io/cluster")
                                        .asText(),
                        object.path("spec")));
        return specifications;
    }

    private static Set<String> secretsOf(Manifest manifest) {
        var names = new TreeSet<String>();
        for (var workload : manifest.workloads()) {
            workload.allContainers()
                    .flatMap(container -> Workload.elements(container.path("env")))
                    .map(variable -> variable.at("/valueFrom/secretKeyRef/name").asText())
                    .forEach(names::add);
            Workload.elements(workload.pod().path("volumes"))
                    .map(volume -> volume.at("/secret/secretName").asText())
                    .forEach(names::add);
        }
        names.remove("");
        return names;
    }
}
