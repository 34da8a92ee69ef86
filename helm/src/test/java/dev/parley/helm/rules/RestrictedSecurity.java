package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.List;
import java.util.stream.Stream;

/** Kubernetes' Pod Security Standard {@code restricted}, a read-only root, and no token of a service account. */
public final class RestrictedSecurity implements Rule {
    private static final List<String> FORBIDDEN = List.of("hostNetwork", "hostPID", "hostIPC");
    private static final List<String> VOLUMES = List.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream().flatMap(RestrictedSecurity::broken);
    }

    private static Stream<String> broken(Workload workload) {
        return Stream.of(
                        pod(workload.pod()),
                        volumes(workload.pod()),
                        workload.allContainers().flatMap(RestrictedSecurity::container))
                .flatMap(sentences -> sentences)
                .map(sentence -> workload.title() + ": " + sentence);
    }

    private static Stream<String> pod(JsonNode pod) {
        var security = pod.path("securityContext");
        return Stream.of(
                        expect(
                                pod.path("automountServiceAccountToken").isBoolean()
                                        && !pod.path("automountServiceAccountToken")
                                                .asBoolean(),
                                "mounts the token of its service account"),
                        expect(
                                pod.path("enableServiceLinks").isBoolean()
                                        && !pod.path("enableServiceLinks").asBoolean(),
                                "gets variables from service links"),
                        expect(security.path("runAsNonRoot").asBoolean(), "may run as root"),
                        expect(security.path("runAsUser").asInt() > 0, "names no user that it runs as"),
                        expect(
                                security.path("seccompProfile")
                                        .path("type")
                                        .asText()
                                        .equals("RuntimeDefault"),
                                "has no seccomp profile"),
                        FORBIDDEN.stream().filter(pod::has).map(field -> "has " + field))
                .flatMap(sentences -> sentences);
    }

    private static Stream<String> volumes(JsonNode pod) {
        return Workload.elements(pod.path("volumes"))
                .filter(volume -> VOLUMES.stream().noneMatch(volume::has))
                .map(volume -> "has a volume of a forbidden kind: "
                        + volume.path("name").asText());
    }

    private static Stream<String> container(JsonNode container) {
        var security = container.path("securityContext");
        return Stream.of(
                        expect(security.path("readOnlyRootFilesystem").asBoolean(), "can write to its root"),
                        expect(!security.path("allowPrivilegeEscalation").asBoolean(true), "may gain privileges"),
                        expect(!security.path("privileged").asBoolean(), "is privileged"),
                        expect(
                                security.path("capabilities")
                                        .path("drop")
                                        .toString()
                                        .equals("[\"ALL\"]"),
                                "keeps capabilities"),
                        expect(!security.path("capabilities").has("add"), "adds capabilities"))
                .flatMap(sentences -> sentences)
                .map(sentence -> container.path("name").asText() + " " + sentence);
    }

    private static Stream<String> expect(boolean holds, String otherwise) {
        return holds ? Stream.empty() : Stream.of(otherwise);
    }
}
