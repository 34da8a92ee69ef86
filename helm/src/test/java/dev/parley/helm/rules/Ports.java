package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import dev.parley.helm.settings.ServiceModule;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Services listen where their application.properties says; whoever names a port names one that is there. */
public final class Ports implements Rule {
    private static final List<String> PROBES = List.of("startupProbe", "readinessProbe", "livenessProbe");

    @Override
    public Stream<String> broken(Manifest manifest) {
        return Stream.of(listening(manifest), probed(manifest), served(manifest), routed(manifest), asked(manifest))
                .flatMap(sentences -> sentences);
    }

    private static Stream<String> listening(Manifest manifest) {
        return manifest.workloads().stream()
                .filter(Workload::isService)
                .flatMap(workload -> ports(workload)
                        .filter(port -> port.path("containerPort").asInt()
                                != ServiceModule.of(workload.component())
                                        .port(port.path("name").asText()))
                        .map(port -> workload.title() + ": the service does not listen on "
                                + port.path("containerPort").asInt() + " for "
                                + port.path("name").asText()));
    }

    private static Stream<String> probed(Manifest manifest) {
        return manifest.workloads().stream()
                .flatMap(workload -> workload.containers()
                        .flatMap(container -> PROBES.stream().map(container::path))
                        .flatMap(probe -> Stream.of(probe.path("httpGet"), probe.path("tcpSocket")))
                        .filter(request -> request.has("port"))
                        .filter(request -> find(workload, request.path("port")).isEmpty())
                        .map(request -> workload.title() + ": a probe asks a port that is not there: "
                                + request.path("port").asText()));
    }

    private static Stream<String> served(Manifest manifest) {
        return manifest.ofKind("Service")
                .flatMap(service -> manifest.workloads().stream()
                        .filter(workload -> service.at("/spec/selector").properties().stream()
                                .allMatch(label -> label.getValue()
                                        .equals(workload.labels().path(label.getKey()))))
                        .flatMap(workload -> Workload.elements(service.at("/spec/ports"))
                                .filter(port ->
                                        find(workload, port.path("targetPort")).isEmpty())
                                .map(port -> Manifest.title(service) + ": leads to a port that is not there: "
                                        + port.path("targetPort").asText())));
    }

    private static Stream<String> routed(Manifest manifest) {
        var ingresses = manifest.ofKind("Ingress")
                .flatMap(ingress -> Workload.elements(ingress.at("/spec/rules"))
                        .flatMap(rule -> Workload.elements(rule.at("/http/paths")))
                        .filter(path -> servicePort(
                                        manifest,
                                        path.at("/backend/service/name").asText(),
                                        path.at("/backend/service/port/name").asText())
                                .isEmpty())
                        .map(path -> Manifest.title(ingress) + ": "
                                + path.path("path").asText() + " leads nowhere"));
        var routes = manifest.ofKind("HTTPRoute")
                .flatMap(route -> Workload.elements(route.at("/spec/rules"))
                        .flatMap(rule -> Workload.elements(rule.path("backendRefs")))
                        .filter(backend -> servicePort(
                                        manifest,
                                        backend.path("name").asText(),
                                        backend.path("port").asText())
                                .isEmpty())
                        .map(backend -> Manifest.title(route) + ": leads to " + backend + ", which is not there"));
        return Stream.concat(ingresses, routes);
    }

    /** What one service is told of another's address. */
    private static Stream<String> asked(Manifest manifest) {
        return manifest.ofKind("ConfigMap")
                .flatMap(map -> Stream.of("PARLEY_HISTORY_URL", "QUARKUS_OIDC_AUTH_SERVER_URL")
                        .map(name -> map.path("data").path(name).asText())
                        .filter(url -> !url.isEmpty())
                        .map(URI::create)
                        .filter(url -> !url.getHost().contains("."))
                        .filter(url -> servicePort(manifest, url.getHost(), Integer.toString(url.getPort()))
                                .isEmpty())
                        .map(url -> Manifest.title(map) + ": nobody answers at " + url));
    }

    private static Optional<JsonNode> servicePort(Manifest manifest, String service, String port) {
        return manifest.find("Service", service).stream()
                .flatMap(found -> Workload.elements(found.at("/spec/ports")))
                .filter(candidate -> candidate.path("name").asText().equals(port)
                        || candidate.path("port").asText().equals(port))
                .findFirst();
    }

    static Optional<JsonNode> find(Workload workload, JsonNode port) {
        return ports(workload)
                .filter(candidate -> candidate.path("name").asText().equals(port.asText())
                        || candidate.path("containerPort").asText().equals(port.asText()))
                .findFirst();
    }

    private static Stream<JsonNode> ports(Workload workload) {
        return workload.containers().flatMap(container -> Workload.elements(container.path("ports")));
    }
}
