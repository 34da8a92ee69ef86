package dev.parley.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.document.Documents.Block;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.contract.frame.Signal;
import dev.parley.contract.random.Kinds;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** {@code docs/protocol.md}: each example is real, and nothing is left out. */
class ProtocolDocumentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String document = Documents.read("protocol.md");
    private final Codec codec = new Codec(Limits.DEFAULT);

    @Test
    void everyExampleIsWhatTheCodecWouldWrite() throws IOException {
        for (Block block : Documents.jsonBlocks(document)) {
            for (JsonNode example : values(block)) {
                if (!block.kind().isEmpty()) {
                    Example read = read(block.kind(), example.toString());
                    assertThat(MAPPER.readTree(read.written()))
                            .as("line %d: %s", block.line(), example)
                            .isEqualTo(example);
                }
            }
        }
    }

    @Test
    void thereIsAnExampleOfEveryKind() throws IOException {
        Set<Class<?>> shown = new HashSet<>();
        for (Block block : Documents.jsonBlocks(document)) {
            for (JsonNode example : values(block)) {
                if (!block.kind().isEmpty()) {
                    shown.addAll(read(block.kind(), example.toString()).kinds());
                }
            }
        }
        for (Class<?> sealed : List.of(
                Command.class, Event.Change.class, Answer.class, ClientFrame.class, ServerFrame.class, Signal.class)) {
            Set<Class<?>> kinds = new HashSet<>(Kinds.of(sealed));
            // Only gateways send it.
            kinds.remove(Command.SignIn.class);
            assertThat(shown).containsAll(kinds);
        }
    }

    @Test
    void everyCommandAndEventHasItsRow() {
        for (Class<?> command : Kinds.of(Command.class)) {
            if (command != Command.SignIn.class) {
                String name = command.getSimpleName();
                String type = Character.toLowerCase(name.charAt(0)) + name.substring(1);
                assertThat(document.lines().filter(line -> line.startsWith("| `" + type + "` |")))
                        .as(type)
                        .hasSize(2);
            }
        }
    }

    @Test
    void everyCloseCodeHasItsRow() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(document).contains("\n| " + code.code() + " | " + code.reason() + " | ");
        }
    }

    @Test
    void everyRejectionCodeHasItsRow() {
        for (RejectionCode code : RejectionCode.values()) {
            assertThat(document).contains("\n| `" + code.label() + "` | " + code.httpStatus() + " | ");
        }
    }

    @Test
    void everyReasonOfAResetHasItsRow() {
        for (ResetReason reason : ResetReason.values()) {
            assertThat(document).contains("\n| `" + reason.label() + "` | ");
        }
    }

    @Test
    void everyLimitHasItsRowWithItsDefault() throws ReflectiveOperationException {
        for (RecordComponent limit : Limits.class.getRecordComponents()) {
            Object value = limit.getAccessor().invoke(Limits.DEFAULT);
            assertThat(document).contains("\n| `" + limit.getName() + "` | " + value + " | ");
        }
    }

    /**
     * An example that the codec has read.
     *
     * @param kinds the records that it is made of
     */
    private record Example(String written, List<Class<?>> kinds) {}

    private Example read(String kind, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return switch (kind) {
            case "client" -> example(codec.clientFrame(json), codec::encode, ProtocolDocumentTest::kinds);
            case "server" -> example(codec.serverFrame(json), codec::encode, ProtocolDocumentTest::kinds);
            case "command" ->
                example(codec.clientCommand(bytes), codec::encode, command -> List.of(command.getClass()));
            case "answer" -> example(codec.answer(bytes), codec::encode, answer -> List.of(answer.getClass()));
            case "event" ->
                example(
                        codec.event(bytes),
                        codec::encode,
                        event -> List.of(event.change().getClass()));
            default -> throw new AssertionError("examples are client, server, command, answer or event, not " + kind);
        };
    }

    private static <T> Example example(
            Decoded<T> decoded, Function<T, byte[]> encode, Function<T, List<Class<?>>> kinds) {
        return switch (decoded) {
            case Decoded.Value<T>(T value) -> new Example(new String(encode.apply(value), UTF_8), kinds.apply(value));
            case Decoded.Refusal<T> refusal -> throw new AssertionError(refusal);
        };
    }

    private static List<Class<?>> kinds(ClientFrame frame) {
        return frame instanceof ClientFrame.Submit(Command command)
                ? List.of(ClientFrame.Submit.class, command.getClass())
                : List.of(frame.getClass());
    }

    private static List<Class<?>> kinds(ServerFrame frame) {
        List<Class<?>> kinds = new ArrayList<>(List.of(frame.getClass()));
        if (frame instanceof ServerFrame.Answered(Answer answer)) {
            kinds.add(answer.getClass());
        }
        if (frame instanceof ServerFrame.Signalled(Signal signal)) {
            kinds.add(signal.getClass());
        }
        return kinds;
    }

    private static List<JsonNode> values(Block block) throws IOException {
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(block.json())) {
            return values.readAll();
        }
    }
}
