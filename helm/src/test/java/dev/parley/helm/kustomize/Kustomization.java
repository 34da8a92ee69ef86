package dev.parley.helm.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.helm.chart.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds a folder as {@code kustomize build} does, with the two fields that are used here; any other is an error. */
public final class Kustomization {
    private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "resources", "patches");
    private static final YAMLMapper YAML = new YAMLMapper();

    private Kustomization() {}

    public static Manifest build(Path folder) {
        try {
            var kustomization =
                    YAML.readTree(folder.resolve("kustomization.yaml").toFile());
            kustomization.fieldNames().forEachRemaining(field -> {
                if (!FIELDS.contains(field)) {
                    throw new IllegalArgumentException(folder + ": " + field + " is not understood");
                }
            });
            var objects = new ArrayList<ObjectNode>();
            for (var resource : kustomization.path("resources")) {
                objects.addAll(load(folder.resolve(resource.asText()).normalize()));
            }
            for (var patch : kustomization.path("patches")) {
                patch(folder, objects, patch);
            }
            return new Manifest(objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ObjectNode> load(Path resource) throws IOException {
        return Files.isDirectory(resource)
                ? build(resource).objects()
                : Manifest.parse(Files.readString(resource)).objects();
    }

    private static void patch(Path folder, List<ObjectNode> objects, JsonNode patch) throws IOException {
        var target = patch.path("target");
        var objectsMeant = objects.stream()
                .filter(object ->
                        Manifest.kind(object).equals(target.path("kind").asText()))
                .filter(object ->
                        Manifest.name(object).equals(target.path("name").asText()))
                .toList();
        if (objectsMeant.size() != 1) {
            throw new IllegalArgumentException(
                    folder + ": a patch means " + objectsMeant.size() + " objects: " + target);
        }
        for (var step : YAML.readTree(patch.path("patch").asText())) {
            apply(objectsMeant.getFirst(), step);
        }
    }

    /** RFC 6902: replace and remove what is there, add to an object. */
    private static void apply(ObjectNode object, JsonNode step) {
        var path = step.path("path").asText();
        var parent = object.at(path.substring(0, path.lastIndexOf('/')));
        var last = path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
        var operation = step.path("op").asText();
        if (!operation.equals("add") && object.at(path).isMissingNode()) {
            throw new IllegalArgumentException(Manifest.title(object) + ": there is no " + path);
        }
        switch (parent) {
            case ObjectNode fields when operation.equals("remove") -> fields.remove(last);
            case ObjectNode fields
            when operation.equals("add") || operation.equals("replace") -> fields.set(last, step.path("value"));
            case ArrayNode elements
            when operation.equals("replace") -> elements.set(Integer.parseInt(last), step.path("value"));
            default ->
                throw new IllegalArgumentException(Manifest.title(object) + ": cannot " + operation + " " + path);
        }
    }
}
