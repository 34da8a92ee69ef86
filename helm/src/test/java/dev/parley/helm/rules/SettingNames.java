package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import dev.parley.helm.settings.ServiceModule;
import dev.parley.helm.settings.SettingNamesOf;
import java.util.stream.Stream;

/** A service is told only what it reads: each variable is one of its settings, or of a library's that it uses. */
public final class SettingNames implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream().filter(Workload::isService).flatMap(workload -> {
            var known = SettingNamesOf.module(ServiceModule.of(workload.component()));
            return names(manifest, workload)
                    .filter(name -> !known.know(name))
                    .distinct()
                    .map(name -> workload.title() + ": does not know the setting " + name);
        });
    }

    private static Stream<String> names(Manifest manifest, Workload workload) {
        var literal = workload.allContainers()
                .flatMap(container -> Workload.elements(container.path("env")))
                .map(variable -> variable.path("name").asText());
        var mapped = workload.allContainers()
                .flatMap(container -> Workload.elements(container.path("envFrom")))
                .map(source -> source.path("configMapRef").path("name").asText())
                .flatMap(map -> manifest.find("ConfigMap", map).stream())
                .flatMap(map -> map.path("data").properties().stream())
                .map(entry -> entry.getKey());
        return Stream.concat(literal, mapped);
    }
}
