package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.Stream;

/** Every container asks for processor and memory, and is bounded in memory; disks in memory are bounded, too. */
public final class Resources implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream()
                .flatMap(workload -> Stream.concat(
                                workload.allContainers().flatMap(Resources::container),
                                dev.parley.helm.chart.Workload.elements(
                                                workload.pod().path("volumes"))
                                        .flatMap(Resources::volume))
                        .map(sentence -> workload.title() + ": " + sentence));
    }

    private static Stream<String> container(JsonNode container) {
        var name = container.path("name").asText();
        var requests = container.path("resources").path("requests");
        var limits = container.path("resources").path("limits");
        if (!requests.has("cpu") || !requests.has("memory") || !limits.has("memory")) {
            return Stream.of(name + " does not say what it needs of cpu and memory, and how much memory at most");
        }
        var asked =
                Quantity.getAmountInBytes(new Quantity(requests.path("memory").asText()));
        var bound = Quantity.getAmountInBytes(new Quantity(limits.path("memory").asText()));
        return asked.compareTo(bound) > 0 ? Stream.of(name + " asks for more memory than it may have") : Stream.empty();
    }

    private static Stream<String> volume(JsonNode volume) {
        return volume.has("emptyDir") && !volume.path("emptyDir").has("sizeLimit")
                ? Stream.of("the volume " + volume.path("name").asText() + " has no bound")
                : Stream.empty();
    }
}
