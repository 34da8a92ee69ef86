package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import dev.parley.helm.settings.ServiceModule;
import java.util.stream.Stream;

/** A service has longer to stop than its drain takes, and no update takes a gateway away before another is there. */
public final class GracefulStop implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream()
                .filter(Workload::isService)
                .filter(workload -> workload.kind().equals("Deployment"))
                .flatMap(workload -> Stream.concat(grace(manifest, workload), update(workload))
                        .map(sentence -> workload.title() + ": " + sentence));
    }

    private static Stream<String> grace(Manifest manifest, Workload workload) {
        var grace = workload.pod().path("terminationGracePeriodSeconds").asInt();
        var pause = workload.containers()
                .mapToInt(container -> container
                        .path("lifecycle")
                        .path("preStop")
                        .path("sleep")
                        .path("seconds")
                        .asInt())
                .max()
                .orElse(0);
        var drain = manifest.find("ConfigMap", Manifest.name(workload.object()) + "-environment")
                .map(environment ->
                        environment.path("data").path("PARLEY_GATEWAY_DRAIN").asText("0s"))
                .map(text -> Integer.parseInt(text.substring(0, text.length() - 1)))
                .orElse(0);
        var needed = pause
                + drain
                + ServiceModule.of(workload.component()).shutdownTimeout().toSeconds();
        return grace > needed
                ? Stream.empty()
                : Stream.of("is killed after " + grace + " s, but may need " + needed + " s to stop");
    }

    private static Stream<String> update(Workload workload) {
        var unavailable = workload.object()
                .path("spec")
                .path("strategy")
                .path("rollingUpdate")
                .path("maxUnavailable")
                .asText();
        return unavailable.equals("0") ? Stream.empty() : Stream.of("an update takes away what serves");
    }
}
