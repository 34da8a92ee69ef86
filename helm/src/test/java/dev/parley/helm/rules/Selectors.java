package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.stream.Stream;

/** What selects pods finds some, what selects by its own template finds exactly those, and nobody finds others' pods. */
public final class Selectors implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        return Stream.of(own(manifest), services(manifest), policies(manifest), spread(manifest))
                .flatMap(sentences -> sentences);
    }

    private static Stream<String> own(Manifest manifest) {
        return manifest.workloads().stream()
                .filter(workload -> workload.object().path("spec").has("selector"))
                .flatMap(workload -> {
                    var selector = workload.object().path("spec").path("selector");
                    var found = manifest.workloads().stream()
                            .filter(other -> selects(selector, other.labels()))
                            .map(Workload::title)
                            .toList();
                    return found.equals(java.util.List.of(workload.title()))
                            ? Stream.empty()
                            : Stream.of(workload.title() + ": selects the pods of " + found);
                });
    }

    private static Stream<String> services(Manifest manifest) {
        return manifest.ofKind("Service").flatMap(service -> {
            var found = manifest.workloads().stream()
                    .filter(workload -> matches(service.path("spec").path("selector"), workload.labels()))
                    .count();
            return found == 1
                    ? Stream.empty()
                    : Stream.of(Manifest.title(service) + ": selects the pods of " + found + " workloads");
        });
    }

    private static Stream<String> policies(Manifest manifest) {
        return Stream.concat(manifest.ofKind("NetworkPolicy"), manifest.ofKind("PodDisruptionBudget"))
                .flatMap(policy -> {
                    var spec = policy.path("spec");
                    var selector = spec.has("podSelector") ? spec.path("podSelector") : spec.path("selector");
                    var any = manifest.workloads().stream().anyMatch(workload -> selects(selector, workload.labels()));
                    return any ? Stream.empty() : Stream.of(Manifest.title(policy) + ": selects no pods");
                });
    }

    private static Stream<String> spread(Manifest manifest) {
        return manifest.workloads().stream()
                .flatMap(workload -> Workload.elements(workload.pod().path("topologySpreadConstraints"))
                        .filter(constraint -> !selects(constraint.path("labelSelector"), workload.labels()))
                        .map(constraint -> workload.title() + ": spreads pods that are not its own"));
    }

    /** Whether a label selector with {@code matchLabels} (and nothing else) takes these labels. */
    static boolean selects(JsonNode selector, JsonNode labels) {
        return !selector.has("matchExpressions") && matches(selector.path("matchLabels"), labels);
    }

    private static boolean matches(JsonNode wanted, JsonNode labels) {
        return !wanted.isMissingNode()
                && wanted.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }
}
