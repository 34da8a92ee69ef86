package dev.parley.helm.chart;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** Kubernetes objects, in the order in which they came. They are mutable trees; {@link #copy()} before changing one. */
public record Manifest(List<ObjectNode> objects) {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .build())
            .build();

    public Manifest {
        objects = List.copyOf(objects);
    }

    public static Manifest parse(String yaml) {
        var objects = new ArrayList<ObjectNode>();
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (values.hasNextValue()) {
                if (values.nextValue() instanceof ObjectNode object && !object.isEmpty()) {
                    objects.add(object);
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manifest(objects);
    }

    public Manifest copy() {
        return new Manifest(objects.stream().map(ObjectNode::deepCopy).toList());
    }

    public Stream<ObjectNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind.equals(kind(object)));
    }

    public Optional<ObjectNode> find(String kind, String name) {
        return ofKind(kind).filter(object -> name.equals(name(object))).findFirst();
    }

    public ObjectNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new NoSuchElementException("there is no " + kind + "/" + name));
    }

    /** Everything that runs pods. */
    public List<Workload> workloads() {
        return objects.stream().flatMap(Workload::of).toList();
    }

    public static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    public static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    public static String title(JsonNode object) {
        return kind(object) + "/" + name(object);
    }
}
