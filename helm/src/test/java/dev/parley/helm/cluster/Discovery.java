package dev.parley.helm.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which kinds there are, and where. */
final class Discovery {
    private static final Map<String, List<String>> KINDS = Map.of(
            "v1", List.of("ConfigMap", "Namespace", "Pod", "Secret", "Service", "ServiceAccount"),
            "apps/v1", List.of("Deployment", "StatefulSet"),
            "autoscaling/v2", List.of("HorizontalPodAutoscaler"),
            "batch/v1", List.of("Job"),
            "networking.k8s.io/v1", List.of("Ingress", "NetworkPolicy"),
            "policy/v1", List.of("PodDisruptionBudget"));

    private Discovery() {}

    static Optional<ObjectNode> answer(ObjectMapper json, String path) {
        return switch (path) {
            case "/version" ->
                Optional.of(json.createObjectNode()
                        .put("major", "1")
                        .put("minor", "33")
                        .put("gitVersion", "v1.33.0")
                        .put("platform", "linux/amd64"));
            case "/api" -> Optional.of(versions(json));
            case "/apis" -> Optional.of(groups(json));
            default ->
                KINDS.keySet().stream()
                        .filter(version -> path.equals(prefix(version)))
                        .map(version -> resources(json, version))
                        .findFirst();
        };
    }

    /** Whether a path names all objects of a kind, not one. */
    static boolean isCollection(String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        return KINDS.values().stream()
                .flatMap(List::stream)
                .anyMatch(kind -> plural(kind).equals(last));
    }

    /** The empty list of what a collection holds. */
    static ObjectNode list(ObjectMapper json, String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        var kind = KINDS.values().stream()
                .flatMap(List::stream)
                .filter(candidate -> plural(candidate).equals(last))
                .findFirst()
                .orElseThrow();
        var list = json.createObjectNode().put("kind", kind + "List").put("apiVersion", version(path));
        list.putObject("metadata").put("resourceVersion", "1");
        return list;
    }

    private static String version(String path) {
        return KINDS.keySet().stream()
                .filter(version -> path.startsWith(prefix(version) + "/"))
                .findFirst()
                .orElseThrow();
    }

    private static String prefix(String version) {
        return (version.contains("/") ? "/apis/" : "/api/") + version;
    }

    private static ObjectNode versions(ObjectMapper json) {
        var answer = json.createObjectNode().put("kind", "APIVersions");
        answer.putArray("versions").add("v1");
        return answer;
    }

    private static ObjectNode groups(ObjectMapper json) {
        var answer = json.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = answer.putArray("groups");
        KINDS.keySet().stream().filter(version -> version.contains("/")).forEach(version -> {
            var group = groups.addObject().put("name", version.substring(0, version.indexOf('/')));
            version(group.putArray("versions"), version);
            group.set("preferredVersion", group.path("versions").path(0));
        });
        return answer;
    }

    private static void version(ArrayNode versions, String version) {
        versions.addObject().put("groupVersion", version).put("version", version.substring(version.indexOf('/') + 1));
    }

    private static ObjectNode resources(ObjectMapper json, String version) {
        var answer = json.createObjectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", version);
        var resources = answer.putArray("resources");
        KINDS.getOrDefault(version, List.of()).forEach(kind -> {
            var resource = resources
                    .addObject()
                    .put("name", plural(kind))
                    .put("singularName", kind.toLowerCase(java.util.Locale.ROOT))
                    .put("kind", kind)
                    .put("namespaced", !kind.equals("Namespace"));
            List.of("create", "delete", "get", "list", "patch", "update").forEach(resource.putArray("verbs")::add);
        });
        return answer;
    }

    private static String plural(String kind) {
        var lower = kind.toLowerCase(java.util.Locale.ROOT);
        if (lower.endsWith("y")) {
            return lower.substring(0, lower.length() - 1) + "ies";
        }
        return lower.endsWith("s") ? lower + "es" : lower + "s";
    }
}
