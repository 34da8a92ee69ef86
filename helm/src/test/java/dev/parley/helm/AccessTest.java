package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets at what from outside, and how those who scale and balance see it. */
class AccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"LoadBalancer", "NodePort"})
    void outsideOfTheClusterOnlyTheClientsPortIsServed(String type) {
        var manifest = Chart.render(Map.of("gateway.service.type", type, "history.service.type", type));

        for (var service : List.of("parley-gateway", "parley-history")) {
            assertThat(manifest.get("Service", service).at("/spec/type").asText())
                    .isEqualTo("ClusterIP");
            var outside = manifest.get("Service", service + "-public");
            assertThat(outside.at("/spec/type").asText()).isEqualTo(type);
            assertThat(Workload.elements(outside.at("/spec/ports"))
                            .map(port -> port.path("name").asText()))
                    .containsExactly("http");
        }
        assertThat(manifest.ofKind("Service").map(Manifest::name)).doesNotContain("parley-message-public");
    }

    @Test
    void annotationsOfAServiceAreOnTheOneThatTheyAreFor() {
        Map<String, Object> set = new HashMap<>(Map.of("gateway.service.annotations.scheme", "internal"));
        assertThat(scheme(Chart.render(set), "parley-gateway")).isEqualTo("internal");

        set.put("gateway.service.type", "LoadBalancer");
        assertThat(scheme(Chart.render(set), "parley-gateway")).isEmpty();
        assertThat(scheme(Chart.render(set), "parley-gateway-public")).isEqualTo("internal");
    }

    private static String scheme(Manifest manifest, String service) {
        return manifest.get("Service", service)
                .at("/metadata/annotations/scheme")
                .asText();
    }

    /** An application load balancer asks each target for / unless it is told otherwise, and takes 404 for dead. */
    @Test
    void aBalancerThatAsksWhetherAPodIsWellAsksForSomethingThatIsThere() {
        var manifest = Chart.render(Map.of("ingress.controller", "alb"), Chart.example("evaluation-with-a-name"));
        var path = "alb.ingress.kubernetes.io/healthcheck-path";

        assertThat(annotations(manifest, "Ingress", "parley").path(path).asText())
                .isEqualTo("/q/openapi");
        assertThat(annotations(manifest, "Service", "parley-keycloak")
                        .path(path)
                        .asText())
                .isEqualTo("/auth/realms/parley");
    }

    private static JsonNode annotations(Manifest manifest, String kind, String name) {
        return manifest.get(kind, name).at("/metadata/annotations");
    }

    @Test
    void behindAWayInOfOnesOwnThePageAndTheRealmKnowNoLocalAddress() {
        var manifest = Chart.render(
                Map.of(
                        "host",
                        "",
                        "tls.secretName",
                        "",
                        "allowedOrigins[0]",
                        "https://a.example",
                        "allowedOrigins[1]",
                        "https://b.example"),
                Chart.example("production-operators"));

        assertThat(manifest.ofKind("Ingress")).isEmpty();
        var client =
                manifest.get("KeycloakRealmImport", "parley-keycloak-realm").at("/spec/realm/clients/0");
        assertThat(texts(client.path("redirectUris"))).containsExactly("https://a.example/*", "https://b.example/*");
        assertThat(texts(client.path("webOrigins"))).containsExactly("https://a.example", "https://b.example");
        assertThat(client.at("/attributes/post.logout.redirect.uris").asText())
                .isEqualTo("https://a.example/*##https://b.example/*");
        var told = manifest.get("ConfigMap", "parley-gateway-environment").path("data");
        assertThat(told.path("PARLEY_ALLOWED_ORIGINS").asText()).isEqualTo("https://a.example,https://b.example");
        assertThat(told.toString()).doesNotContain("localhost");
    }

    @Test
    void anEvaluationWithoutANameIsReachedAsItsNotesForwardIt() throws IOException {
        var manifest = Chart.render();
        var told = manifest.get("ConfigMap", "parley-gateway-environment").path("data");
        var realm = new ObjectMapper()
                .readTree(manifest.get("ConfigMap", "parley-keycloak")
                        .at("/data/parley-realm.json")
                        .asText());

        assertThat(told.path("PARLEY_WEB_HISTORY").asText()).isEqualTo("http://localhost:8082");
        assertThat(told.path("PARLEY_ALLOWED_ORIGINS").asText()).isEqualTo("http://localhost:8080");
        assertThat(texts(realm.at("/clients/0/redirectUris"))).containsExactly("http://localhost:8080/*");
    }

    @Test
    void aPrometheusThatSaysNothingIsNotTakenForNoConnections() {
        var scaled = Chart.render(Chart.example("production-large")).get("ScaledObject", "parley-gateway");

        assertThat(Workload.elements(scaled.at("/spec/triggers"))
                        .filter(trigger -> trigger.path("type").asText().equals("prometheus"))
                        .map(trigger -> trigger.at("/metadata/ignoreNullValues").asText()))
                .containsExactly("false");
    }

    /** It runs in another namespace, and comes through the broker's policy like everybody else. */
    @Test
    void kedaReachesTheEvaluationsKafka() {
        var manifest = Chart.render(Map.of("message.autoscaling.by", "keda"));
        var kafka = "parley-kafka." + Chart.NAMESPACE + ".svc:9092";

        assertThat(manifest.get("ScaledObject", "parley-message")
                        .at("/spec/triggers/0/metadata/bootstrapServers")
                        .asText())
                .isEqualTo(kafka);
        assertThat(manifest.get("ConfigMap", "parley-kafka")
                        .at("/data/server.properties")
                        .asText())
                .contains("advertised.listeners=PLAINTEXT://" + kafka);
        assertThat(peers(manifest))
                .anyMatch(peer -> peer.has("namespaceSelector")
                        && peer.at("/podSelector/matchLabels")
                                .path("app.kubernetes.io/name")
                                .asText()
                                .equals("keda-operator"));
        assertThat(peers(Chart.render())).noneMatch(peer -> peer.has("namespaceSelector"));
    }

    private static Stream<JsonNode> peers(Manifest manifest) {
        return Workload.elements(manifest.get("NetworkPolicy", "parley-kafka").at("/spec/ingress/0/from"));
    }

    private static List<String> texts(JsonNode array) {
        return Workload.elements(array).map(JsonNode::asText).toList();
    }
}
