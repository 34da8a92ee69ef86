package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.random.Commands;
import dev.parley.contract.random.Events;
import dev.parley.contract.random.Frames;
import dev.parley.contract.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Takes valid JSON, spoils one field of it, wherever that stands, and expects a refusal. */
class FieldShapesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int RUNS = 400;

    /** Fields that may be missing or null. */
    private static final Set<String> OPTIONAL = Set.of(
            "topic",
            "members",
            "reason",
            "replyTo",
            "epoch",
            "after",
            "redacted",
            "role",
            "room",
            "sequence",
            "expires",
            "retryAfter",
            "name");

    private static final Map<String, List<String>> WRONG = Map.of(
            "text", List.of("5", "-1", "1.5", "true", "false", "[]", "[\"x\"]", "{}", "{\"x\":1}"),
            "number",
                    List.of("\"5\"", "\"\"", "true", "[]", "[5]", "{}", "1.0", "0.5", "1e2", "1e400", "-1", "1e999999"),
            "list", List.of("5", "true", "\"x\"", "\"\"", "{}", "[5]", "[null]", "[true]", "[[]]", "[{}]"),
            "object", List.of("5", "true", "\"x\"", "[]", "[{}]", "{}"),
            "flag", List.of("5", "0", "\"true\"", "\"\"", "[]", "{}"));

    private final Codec codec = new Codec(Limits.DEFAULT);

    @Test
    void aCommandWithAFieldOfTheWrongTypeIsInvalid() {
        Seed.times(RUNS, random -> {
            Command command = Commands.fromClient(random);
            spoilEachField(codec.encode(command), codec::clientFrame);
            spoilEachField(codec.encode(command), codec::clientCommand);
        });
    }

    @Test
    void aClientsFrameWithAFieldOfTheWrongTypeIsInvalid() {
        Seed.times(RUNS, random -> {
            ClientFrame frame = Frames.fromClient(random);
            spoilEachField(codec.encode(frame), codec::clientFrame);
        });
    }

    @Test
    void anEventWithAFieldOfTheWrongTypeIsInvalid() {
        Seed.times(RUNS, random -> {
            Event event = Events.any(random);
            spoilEachField(codec.encode(event), codec::event);
        });
    }

    @Test
    void anAnswerWithAFieldOfTheWrongTypeIsInvalid() {
        Seed.times(RUNS, random -> {
            Answer answer = Frames.answer(random);
            spoilEachField(codec.encode(answer), codec::answer);
        });
    }

    @Test
    void aServersFrameWithAFieldOfTheWrongTypeIsInvalid() {
        Seed.times(RUNS, random -> {
            ServerFrame frame = Frames.fromServer(random);
            spoilEachField(codec.encode(frame), bytes -> codec.serverFrame(new String(bytes, UTF_8)));
        });
    }

    @Test
    void nullIsTheSameAsMissing() {
        Seed.times(RUNS, random -> {
            byte[] json = codec.encode(Frames.fromClient(random));
            for (String name : names(json)) {
                ObjectNode missing = object(json);
                missing.remove(name);
                ObjectNode nothing = object(json);
                nothing.putNull(name);
                assertThat(codec.clientFrame(nothing.toString())).isEqualTo(codec.clientFrame(missing.toString()));
            }
        });
    }

    private <T> void spoilEachField(byte[] json, Function<byte[], Decoded<T>> decode) throws Exception {
        ObjectNode whole = object(json);
        for (ObjectNode object : objects(whole)) {
            for (String name : List.copyOf(namesOf(object))) {
                JsonNode original = object.get(name);
                for (String wrong : Objects.requireNonNull(WRONG.get(shape(name, original)))) {
                    object.set(name, MAPPER.readTree(wrong));
                    assertRefused(whole, name, decode);
                }
                if (!OPTIONAL.contains(name)) {
                    object.putNull(name);
                    assertRefused(whole, name, decode);
                    object.remove(name);
                    assertRefused(whole, name, decode);
                }
                object.set(name, original);
            }
        }
    }

    private static <T> void assertRefused(ObjectNode whole, String name, Function<byte[], Decoded<T>> decode) {
        String json = whole.toString();
        Decoded<T> decoded = decode.apply(json.getBytes(UTF_8));
        if (!(decoded instanceof Decoded.Refusal<T> refusal)) {
            throw new AssertionError("'" + name + "' was taken in " + json);
        }
        assertThat(refusal.code()).as(json).isEqualTo(RejectionCode.INVALID);
        JsonNode id = whole.get("id");
        assertThat(refusal.id()).as(json).isEqualTo(id != null && id.isTextual() ? id.textValue() : null);
    }

    private static String shape(String name, JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> name.equals("rooms") ? "list" : "text";
            case NUMBER -> "number";
            case ARRAY -> "list";
            case OBJECT -> "object";
            case BOOLEAN -> "flag";
            case NULL, BINARY, MISSING, POJO -> throw new AssertionError("the codec writes no " + node);
        };
    }

    /** The object itself and, of the objects in it, at most the first of each list. */
    private static List<ObjectNode> objects(ObjectNode object) {
        List<ObjectNode> found = new ArrayList<>();
        found.add(object);
        for (JsonNode child : object) {
            JsonNode inner = child instanceof ArrayNode list && !list.isEmpty() ? list.get(0) : child;
            if (inner instanceof ObjectNode innerObject) {
                found.addAll(objects(innerObject));
            }
        }
        return found;
    }

    private static ObjectNode object(byte[] json) throws Exception {
        return (ObjectNode) MAPPER.readTree(json);
    }

    private static List<String> names(byte[] json) throws Exception {
        return namesOf(object(json));
    }

    private static List<String> namesOf(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
