package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.List;
import java.util.stream.Stream;

/** Pods of services roll when what they are told changes, and every ConfigMap that they are told by is there. */
public final class Checksums implements Rule {
    private static final List<String> ANNOTATIONS = List.of("checksum/environment", "checksum/secrets");

    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream()
                .flatMap(workload -> Stream.concat(
                                workload.isService() ? annotations(workload) : Stream.empty(), maps(manifest, workload))
                        .map(sentence -> workload.title() + ": " + sentence));
    }

    private static Stream<String> annotations(Workload workload) {
        var annotations = workload.object().at("/spec/template/metadata/annotations");
        return ANNOTATIONS.stream()
                .filter(annotation -> !annotations.has(annotation))
                .map(annotation -> "has no " + annotation);
    }

    private static Stream<String> maps(Manifest manifest, Workload workload) {
        var told = workload.allContainers()
                .flatMap(container -> Workload.elements(container.path("envFrom")))
                .filter(source -> source.has("configMapRef"))
                .map(source -> source.path("configMapRef").path("name").asText());
        var mounted = Workload.elements(workload.pod().path("volumes"))
                .filter(volume -> volume.has("configMap"))
                .map(volume -> volume.path("configMap").path("name").asText());
        return Stream.concat(told, mounted)
                .distinct()
                .filter(name -> manifest.find("ConfigMap", name).isEmpty())
                .map(name -> "wants the ConfigMap " + name + ", which is not there");
    }
}
