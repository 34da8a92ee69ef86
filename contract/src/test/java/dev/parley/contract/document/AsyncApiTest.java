package dev.parley.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.contract.random.Events;
import dev.parley.contract.random.Frames;
import dev.parley.contract.random.Kinds;
import dev.parley.contract.random.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} describes every frame that the codec writes, field by field, and no other. */
class AsyncApiTest {
    private static final int RUNS = 3_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Codec codec = new Codec(Limits.DEFAULT);
    private final JsonNode document;
    private final JsonNode messages;
    private final JsonNode schemas;

    AsyncApiTest() throws IOException {
        document = new YAMLMapper().readTree(Documents.read("asyncapi.yaml"));
        messages = document.at("/components/messages");
        schemas = document.at("/components/schemas");
    }

    @Test
    void itIsAsyncApi3AndEveryReferenceLeadsSomewhere() {
        assertThat(document.path("asyncapi").textValue()).isEqualTo("3.0.0");
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            assertThat(follow(reference.textValue()).isMissingNode())
                    .as(reference.textValue())
                    .isFalse();
        }
    }

    @Test
    void aClientSendsEveryFrameAndCommandThatThereIs() {
        Set<Class<?>> kinds = new HashSet<>();
        Set<String> types = new TreeSet<>();
        Seed.times(RUNS, random -> {
            ClientFrame frame = Frames.fromClient(random);
            JsonNode json = JSON.readTree(codec.encode(frame));
            kinds.add(frame instanceof ClientFrame.Submit(Command command) ? command.getClass() : frame.getClass());
            types.add(json.path("type").textValue());
            assertDescribed(json, messages.path(json.path("type").textValue()).path("payload"));
        });
        assertThat(kinds).containsAll(without(Kinds.of(Command.class), Command.SignIn.class));
        assertThat(kinds).containsAll(without(Kinds.of(ClientFrame.class), ClientFrame.Submit.class));
        assertThat(messagesOf("fromClient")).isEqualTo(types);
    }

    @Test
    void aGatewaySendsEveryFrameThatThereIs() {
        Set<Class<?>> kinds = new HashSet<>();
        Set<String> types = new TreeSet<>();
        Seed.times(RUNS, random -> {
            ServerFrame frame = Frames.fromServer(random);
            JsonNode json = JSON.readTree(codec.encode(frame));
            kinds.add(frame.getClass());
            types.add(json.path("type").textValue());
            assertDescribed(json, messages.path(json.path("type").textValue()).path("payload"));
        });
        assertThat(kinds).isEqualTo(Kinds.of(ServerFrame.class));
        assertThat(messagesOf("toClient")).isEqualTo(types);
    }

    @Test
    void everyEventThatThereIsIsDescribed() {
        Set<Class<?>> kinds = new HashSet<>();
        Set<String> types = new TreeSet<>();
        Seed.times(RUNS, random -> {
            Event event = Events.any(random);
            kinds.add(event.change().getClass());
            types.add(event.change().type());
            assertDescribed(
                    JSON.readTree(codec.encode(event)),
                    schemas.path(event.change().type()));
        });
        Set<String> described = new TreeSet<>();
        schemas.path("Event").path("oneOf").forEach(option -> described.add(lastOf(option)));
        assertThat(kinds).isEqualTo(Kinds.of(Event.Change.class));
        assertThat(described).isEqualTo(types);
    }

    @Test
    void enumerationsHaveTheLabelsOfTheTypes() {
        assertThat(labels(schemas.path("Role")))
                .isEqualTo(Arrays.stream(Role.values()).map(Role::label).toList());
        assertThat(labels(schemas.path("RoomKind")))
                .isEqualTo(Arrays.stream(RoomKind.values()).map(RoomKind::label).toList());
        assertThat(labels(schemas.path("RejectionCode")))
                .isEqualTo(Arrays.stream(RejectionCode.values())
                        .map(RejectionCode::label)
                        .toList());
        assertThat(labels(messages.at("/reset/payload/properties/reason")))
                .isEqualTo(Arrays.stream(ResetReason.values())
                        .map(ResetReason::label)
                        .toList());
    }

    /** Every field that was written is described, and every field that is required was written. */
    private void assertDescribed(JsonNode json, JsonNode schema) {
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode property = properties.path(field.getKey());
            assertThat(property.isMissingNode())
                    .as("'%s' of %s is not described", field.getKey(), json.path("type"))
                    .isFalse();
            assertFits(field.getValue(), resolved(property));
        }
        schema.path("required")
                .forEach(required -> assertThat(json.has(required.textValue()))
                        .as("%s has no '%s'", json.path("type"), required)
                        .isTrue());
    }

    private void assertFits(JsonNode value, JsonNode schema) {
        if (schema.has("const")) {
            assertThat(value).isEqualTo(schema.get("const"));
        }
        if (schema.has("enum")) {
            assertThat(labels(schema)).contains(value.textValue());
        }
        if (value.isObject() && schema.has("properties")) {
            assertDescribed(value, schema);
        }
        if (schema.path("type").isTextual()) {
            assertThat(typeOf(value)).isEqualTo(schema.path("type").textValue());
        }
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "integer";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NULL, BINARY, MISSING, POJO -> throw new AssertionError("the codec writes no " + value);
        };
    }

    private Set<String> messagesOf(String operation) {
        Set<String> types = new TreeSet<>();
        for (JsonNode reference : document.path("operations").path(operation).path("messages")) {
            JsonNode message = resolved(resolved(reference));
            types.add(message.at("/payload/properties/type/const").textValue());
        }
        return types;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? follow(node.path("$ref").textValue()) : node;
    }

    private JsonNode follow(String reference) {
        return document.at(JsonPointer.compile(reference.substring(1)));
    }

    private static String lastOf(JsonNode reference) {
        String path = reference.path("$ref").textValue();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> labels(JsonNode schema) {
        List<String> labels = new ArrayList<>();
        schema.path("enum").forEach(label -> labels.add(label.textValue()));
        return labels;
    }

    private static Set<Class<?>> without(Set<Class<?>> kinds, Class<?> one) {
        return kinds.stream().filter(kind -> kind != one).collect(Collectors.toSet());
    }
}
