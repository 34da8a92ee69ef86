package dev.parley.helm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Something that runs pods.
 *
 * @param object the Deployment, StatefulSet, Job or Pod
 * @param labels of its pods
 * @param pod the specification of its pods
 */
public record Workload(ObjectNode object, JsonNode labels, ObjectNode pod) {

    static Stream<Workload> of(ObjectNode object) {
        return switch (Manifest.kind(object)) {
            case "Deployment", "StatefulSet", "Job" -> template(object);
            case "Pod" ->
                Stream.of(
                        new Workload(object, object.path("metadata").path("labels"), (ObjectNode) object.path("spec")));
            default -> Stream.empty();
        };
    }

    private static Stream<Workload> template(ObjectNode object) {
        var template = object.path("spec").path("template");
        return Stream.of(
                new Workload(object, template.path("metadata").path("labels"), (ObjectNode) template.path("spec")));
    }

    public String title() {
        return Manifest.title(object);
    }

    public String kind() {
        return Manifest.kind(object);
    }

    /** gateway, message, history, or a store of the evaluation. */
    public String component() {
        return labels.path("app.kubernetes.io/component").asText();
    }

    /** Whether it runs one of Parley's own services. */
    public boolean isService() {
        return List.of("gateway", "message", "history").contains(component());
    }

    public Stream<JsonNode> containers() {
        return elements(pod.path("containers"));
    }

    public Stream<JsonNode> allContainers() {
        return Stream.concat(containers(), elements(pod.path("initContainers")));
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
