package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.List;
import java.util.stream.Stream;

/** Where there are network policies: all pods are behind the one that denies, and what may go out may come in. */
public final class NetworkRules implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        if (manifest.ofKind("NetworkPolicy").findAny().isEmpty()) {
            return Stream.empty();
        }
        return manifest.workloads().stream()
                .flatMap(workload -> Stream.concat(
                                denied(manifest, workload),
                                policies(manifest, workload, "egress")
                                        .flatMap(rule -> arrives(manifest, workload, rule)))
                        .map(sentence -> workload.title() + ": " + sentence));
    }

    private static Stream<String> denied(Manifest manifest, Workload workload) {
        var denied = manifest.ofKind("NetworkPolicy")
                .filter(policy -> policy.at("/spec/policyTypes").size() == 2
                        && !policy.at("/spec").has("ingress"))
                .anyMatch(policy -> Selectors.selects(policy.at("/spec/podSelector"), workload.labels()));
        return denied ? Stream.empty() : Stream.of("no policy denies what is not allowed");
    }

    /** Each pod of the release that the rule leads to must let the caller in on a port that it has. */
    private static Stream<String> arrives(Manifest manifest, Workload from, JsonNode rule) {
        return Workload.elements(rule.path("to"))
                .flatMap(peer -> manifest.workloads().stream()
                        .filter(to -> peer.has("podSelector")
                                && peer.at("/podSelector/matchLabels").has("app.kubernetes.io/component")
                                && Selectors.selects(peer.path("podSelector"), to.labels()))
                        .flatMap(to -> Workload.elements(rule.path("ports"))
                                .filter(port -> !letsIn(manifest, from, to, port.path("port")))
                                .map(port -> "may call " + to.title() + " on "
                                        + port.path("port").asText() + ", which does not let it in")));
    }

    private static boolean letsIn(Manifest manifest, Workload from, Workload to, JsonNode port) {
        var listening = Ports.find(to, port);
        return listening.isPresent()
                && policies(manifest, to, "ingress")
                        .filter(rule -> Workload.elements(rule.path("ports"))
                                .map(allowed -> allowed.path("port").asText())
                                .anyMatch(List.of(
                                        listening.get().path("name").asText(),
                                        listening.get().path("containerPort").asText())::contains))
                        .anyMatch(rule -> !rule.has("from")
                                || Workload.elements(rule.path("from"))
                                        .anyMatch(peer -> Selectors.selects(peer.path("podSelector"), from.labels())));
    }

    private static Stream<JsonNode> policies(Manifest manifest, Workload workload, String direction) {
        return manifest.ofKind("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .filter(spec -> Selectors.selects(spec.path("podSelector"), workload.labels()))
                .flatMap(spec -> Workload.elements(spec.path(direction)));
    }
}
