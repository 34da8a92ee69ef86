package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.Map;
import java.util.stream.Stream;

/** What serves has three probes; those of Parley's services ask the management port. */
public final class Probes implements Rule {
    private static final Map<String, String> PATHS =
            Map.of("startupProbe", "started", "readinessProbe", "ready", "livenessProbe", "live");

    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream()
                .filter(workload ->
                        !workload.kind().equals("Job") && !workload.kind().equals("Pod"))
                .flatMap(workload -> workload.containers()
                        .flatMap(container -> container(workload, container))
                        .map(sentence -> workload.title() + ": " + sentence));
    }

    private static Stream<String> container(Workload workload, JsonNode container) {
        return PATHS.entrySet().stream().flatMap(expected -> {
            var probe = container.path(expected.getKey());
            if (probe.isMissingNode()) {
                return Stream.of("has no " + expected.getKey());
            }
            var request = probe.path("httpGet");
            var asksManagement = request.path("port").asText().equals("management")
                    && request.path("path").asText().equals("/q/health/" + expected.getValue());
            return workload.isService() && !asksManagement
                    ? Stream.of(expected.getKey() + " does not ask /q/health/" + expected.getValue()
                            + " of the management port")
                    : Stream.empty();
        });
    }
}
