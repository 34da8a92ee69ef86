package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.rules.Checksums;
import dev.parley.helm.rules.DisruptionBudgets;
import dev.parley.helm.rules.GracefulStop;
import dev.parley.helm.rules.NetworkRules;
import dev.parley.helm.rules.NoSecretLiterals;
import dev.parley.helm.rules.Ports;
import dev.parley.helm.rules.Probes;
import dev.parley.helm.rules.Resources;
import dev.parley.helm.rules.RestrictedSecurity;
import dev.parley.helm.rules.Rule;
import dev.parley.helm.rules.SecretKeys;
import dev.parley.helm.rules.Selectors;
import dev.parley.helm.rules.SettingNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what is planted against it; a rule that cannot fail says nothing. */
class RulesTest {
    private static final Manifest EVALUATION = Chart.render(Chart.example("evaluation-with-a-name"));
    private static final Manifest LARGE = Chart.render(Chart.example("production-large"));

    /** @param says words of the sentence with which the rule finds it */
    record Planted(Rule rule, Manifest into, Consumer<Manifest> mistake, List<String> says) {
        @Override
        public String toString() {
            return rule.getClass().getSimpleName() + ": " + String.join(", ", says);
        }
    }

    static Stream<Planted> mistakes() {
        return Stream.of(security(), running(), secrets(), wiring(), settings(), network())
                .flatMap(planted -> planted);
    }

    private static Stream<Planted> security() {
        var rule = new RestrictedSecurity();
        return Stream.of(
                planted(rule, m -> pod(m, "gateway").put("automountServiceAccountToken", true), "token"),
                planted(rule, m -> pod(m, "gateway").remove("enableServiceLinks"), "service links"),
                planted(rule, m -> pod(m, "history").put("hostNetwork", true), "hostNetwork"),
                planted(rule, m -> at(pod(m, "message"), "/securityContext").put("runAsNonRoot", false), "root"),
                planted(rule, m -> at(pod(m, "message"), "/securityContext").put("runAsUser", 0), "names no user"),
                planted(rule, m -> at(pod(m, "message"), "/securityContext").remove("seccompProfile"), "seccomp"),
                planted(rule, m -> containerSecurity(m).put("readOnlyRootFilesystem", false), "gateway can write"),
                planted(rule, m -> containerSecurity(m).remove("allowPrivilegeEscalation"), "may gain privileges"),
                planted(rule, m -> containerSecurity(m).put("privileged", true), "privileged"),
                planted(rule, m -> containerSecurity(m).putObject("capabilities"), "keeps capabilities"),
                planted(
                        rule,
                        m -> containerSecurity(m)
                                .withObject("/capabilities")
                                .putArray("add")
                                .add("NET_RAW"),
                        "adds"),
                planted(
                        rule,
                        m -> at(pod(m, "message"), "/initContainers/0/securityContext")
                                .put("privileged", true),
                        "migrate is privileged"),
                planted(
                        rule,
                        m -> ((ArrayNode) pod(m, "gateway").at("/volumes"))
                                .addObject()
                                .put("name", "x")
                                .putObject("hostPath"),
                        "forbidden kind: x"));
    }

    private static Stream<Planted> running() {
        return Stream.of(
                planted(new Probes(), m -> container(m, "gateway").remove("livenessProbe"), "no livenessProbe"),
                planted(
                        new Probes(),
                        m -> at(container(m, "history"), "/readinessProbe/httpGet")
                                .put("port", "http"),
                        "readinessProbe does not ask"),
                planted(
                        new Probes(),
                        m -> at(container(m, "history"), "/readinessProbe/httpGet")
                                .put("path", "/q/health/live"),
                        "readinessProbe does not ask"),
                planted(
                        new Probes(),
                        m -> at(m.get("StatefulSet", "parley-kafka"), "/spec/template/spec/containers/0")
                                .remove("startupProbe"),
                        "StatefulSet/parley-kafka",
                        "no startupProbe"),
                planted(
                        new Resources(),
                        m -> container(m, "gateway").remove("resources"),
                        "does not say what it needs"),
                planted(
                        new Resources(),
                        m -> at(container(m, "gateway"), "/resources/limits").put("memory", "1Mi"),
                        "more memory than it may have"),
                planted(
                        new Resources(),
                        m -> at(pod(m, "gateway"), "/volumes/0/emptyDir").remove("sizeLimit"),
                        "tmp has no bound"),
                planted(
                        new GracefulStop(),
                        m -> pod(m, "gateway").put("terminationGracePeriodSeconds", 25),
                        "killed after 25 s",
                        "s to stop"),
                planted(
                        new GracefulStop(),
                        m -> at(deployment(m, "gateway"), "/spec/strategy/rollingUpdate")
                                .put("maxUnavailable", "25%"),
                        "takes away what serves"),
                planted(
                        new DisruptionBudgets(),
                        m -> at(m.get("PodDisruptionBudget", "parley-history"), "/spec/selector/matchLabels")
                                .put("app.kubernetes.io/component", "histroy"),
                        "Deployment/parley-history",
                        "0 disruption budgets"),
                planted(
                        new DisruptionBudgets(),
                        m -> at(m.get("PodDisruptionBudget", "parley-history"), "/spec")
                                .put("maxUnavailable", 0),
                        "never lets a node go"));
    }

    private static Stream<Planted> secrets() {
        return Stream.of(
                planted(
                        new NoSecretLiterals(),
                        m -> variable(m, "gateway", "PARLEY_HISTORY_CREDENTIAL").put("value", "x"),
                        "PARLEY_HISTORY_CREDENTIAL has a literal value"),
                planted(
                        new NoSecretLiterals(),
                        m -> environment(m, "message").put("QUARKUS_DATASOURCE_PASSWORD", "x"),
                        "ConfigMap/parley-message-environment",
                        "QUARKUS_DATASOURCE_PASSWORD"),
                planted(
                        new NoSecretLiterals(),
                        m -> environment(m, "message").put("PARLEY_HISTORY_ROLE", "is " + generated(m)),
                        "ConfigMap/parley-message-environment",
                        "value of a secret"),
                planted(
                        new SecretKeys(),
                        m -> at(m.get("Secret", "parley-generated"), "/data").put("another-password", "eA=="),
                        "nobody takes another-password"),
                planted(
                        new SecretKeys(),
                        m -> at(m.get("Secret", "parley-generated"), "/data").remove("internal-credential"),
                        "has no parley-generated/internal-credential"),
                planted(
                        new SecretKeys(),
                        m -> at(variable(m, "history", "QUARKUS_DATASOURCE_PASSWORD"), "/valueFrom/secretKeyRef")
                                .put("key", "postgresql-pasword"),
                        "has no parley-generated/postgresql-pasword"),
                planted(
                        new SecretKeys(),
                        LARGE,
                        m -> at(m.get("Cluster", "parley-postgresql"), "/spec/managed/roles/0/passwordSecret")
                                .put("name", "x"),
                        "Secret/parley-postgresql-reader",
                        "nobody takes username"));
    }

    private static Stream<Planted> wiring() {
        return Stream.of(
                planted(
                        new Selectors(),
                        m -> at(deployment(m, "gateway"), "/spec/selector/matchLabels")
                                .remove("app.kubernetes.io/component"),
                        "Deployment/parley-gateway: selects the pods of"),
                planted(
                        new Selectors(),
                        m -> at(m.get("Service", "parley-gateway"), "/spec/selector")
                                .put("app.kubernetes.io/component", "x"),
                        "Service/parley-gateway: selects the pods of 0"),
                planted(
                        new Selectors(),
                        m -> at(m.get("NetworkPolicy", "parley-kafka"), "/spec/podSelector/matchLabels")
                                .put("app.kubernetes.io/component", "x"),
                        "NetworkPolicy/parley-kafka: selects no pods"),
                planted(
                        new Selectors(),
                        m -> at(pod(m, "gateway"), "/topologySpreadConstraints/0/labelSelector/matchLabels")
                                .put("app.kubernetes.io/component", "history"),
                        "not its own"),
                planted(
                        new Ports(),
                        m -> at(container(m, "gateway"), "/ports/0").put("containerPort", 8079),
                        "does not listen on 8079 for http"),
                planted(
                        new Ports(),
                        m -> at(container(m, "history"), "/livenessProbe/httpGet")
                                .put("port", "managment"),
                        "a probe asks a port that is not there: managment"),
                planted(
                        new Ports(),
                        m -> at(m.get("Service", "parley-history"), "/spec/ports/0")
                                .put("targetPort", "web"),
                        "Service/parley-history",
                        "not there: web"),
                planted(
                        new Ports(),
                        m -> at(m.get("Ingress", "parley"), "/spec/rules/0/http/paths/2/backend/service")
                                .put("name", "parley-histroy"),
                        "/api leads nowhere"),
                planted(
                        new Ports(),
                        LARGE,
                        m -> at(m.get("HTTPRoute", "parley"), "/spec/rules/0/backendRefs/0")
                                .put("port", 80),
                        "HTTPRoute/parley",
                        "not there"),
                planted(
                        new Ports(),
                        m -> environment(m, "gateway").put("PARLEY_HISTORY_URL", "http://parley-history:8084"),
                        "nobody answers at http://parley-history:8084"));
    }

    private static Stream<Planted> settings() {
        return Stream.of(
                planted(
                        new SettingNames(),
                        m -> environment(m, "gateway").put("PARLEY_GATEWAY_DRIAN", "20s"),
                        "does not know the setting PARLEY_GATEWAY_DRIAN"),
                planted(
                        new SettingNames(),
                        m -> environment(m, "history").put("QUARKUS_DATASOURCE_DB_KIND", "mysql"),
                        "does not know the setting QUARKUS_DATASOURCE_DB_KIND"),
                planted(
                        new SettingNames(),
                        m -> environment(m, "message").put("KAFKA_SASL_MECHANISMS", "PLAIN"),
                        "does not know the setting KAFKA_SASL_MECHANISMS"),
                planted(
                        new SettingNames(),
                        m -> environment(m, "history").put("PARLEY_GATEWAY_DRAIN", "20s"),
                        "Deployment/parley-history",
                        "PARLEY_GATEWAY_DRAIN"),
                planted(
                        new SettingNames(),
                        m -> variable(m, "gateway", "PARLEY_GATEWAY_ID").put("name", "PARLEY_GATEWAY_IDD"),
                        "PARLEY_GATEWAY_IDD"),
                planted(
                        new Checksums(),
                        m -> at(deployment(m, "message"), "/spec/template/metadata/annotations")
                                .remove("checksum/secrets"),
                        "Deployment/parley-message: has no checksum/secrets"),
                planted(
                        new Checksums(),
                        m -> at(container(m, "message"), "/envFrom/0/configMapRef")
                                .put("name", "x"),
                        "wants the ConfigMap x"));
    }

    private static Stream<Planted> network() {
        return Stream.of(
                planted(
                        new NetworkRules(),
                        m -> at(m.get("NetworkPolicy", "parley-default-deny"), "/spec")
                                .putArray("policyTypes")
                                .add("Ingress"),
                        "no policy denies"),
                planted(
                        new NetworkRules(),
                        m -> at(m.get("NetworkPolicy", "parley-history"), "/spec/ingress/1/ports/0")
                                .put("port", "http"),
                        "Deployment/parley-gateway: may call Deployment/parley-history on 8083"),
                planted(
                        new NetworkRules(),
                        m -> at(
                                        m.get("NetworkPolicy", "parley-postgresql"),
                                        "/spec/ingress/0/from/0/podSelector/matchLabels")
                                .put("app.kubernetes.io/component", "gateway"),
                        "Deployment/parley-message: may call StatefulSet/parley-postgresql on 5432"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aPlantedMistakeIsFound(Planted planted) {
        var manifest = planted.into().copy();
        assertThat(planted.rule().broken(manifest)).isEmpty();

        planted.mistake().accept(manifest);

        assertThat(planted.rule().broken(manifest))
                .anySatisfy(sentence -> assertThat(sentence).contains(planted.says()));
    }

    @Test
    void forEveryRuleSomethingIsPlanted() {
        assertThat(mistakes().map(planted -> planted.rule().getClass().getSimpleName()))
                .containsAll(Rule.all().stream()
                        .map(rule -> rule.getClass().getSimpleName())
                        .toList());
    }

    private static Planted planted(Rule rule, Consumer<Manifest> mistake, String... says) {
        return new Planted(rule, EVALUATION, mistake, List.of(says));
    }

    private static Planted planted(Rule rule, Manifest into, Consumer<Manifest> mistake, String... says) {
        return new Planted(rule, into, mistake, List.of(says));
    }

    private static ObjectNode deployment(Manifest manifest, String component) {
        return manifest.get("Deployment", "parley-" + component);
    }

    private static ObjectNode pod(Manifest manifest, String component) {
        return at(deployment(manifest, component), "/spec/template/spec");
    }

    private static ObjectNode container(Manifest manifest, String component) {
        return at(pod(manifest, component), "/containers/0");
    }

    private static ObjectNode containerSecurity(Manifest manifest) {
        return at(container(manifest, "gateway"), "/securityContext");
    }

    private static ObjectNode environment(Manifest manifest, String component) {
        return at(manifest.get("ConfigMap", "parley-" + component + "-environment"), "/data");
    }

    private static ObjectNode variable(Manifest manifest, String component, String name) {
        for (var variable : container(manifest, component).path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return (ObjectNode) variable;
            }
        }
        throw new AssertionError(component + " has no " + name);
    }

    private static String generated(Manifest manifest) {
        var data = manifest.get("Secret", "parley-generated").at("/data/internal-credential");
        return new String(Base64.getDecoder().decode(data.asText()), StandardCharsets.UTF_8);
    }

    private static ObjectNode at(ObjectNode object, String pointer) {
        return (ObjectNode) object.at(pointer);
    }
}
