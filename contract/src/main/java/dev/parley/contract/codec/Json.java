package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Jackson, set up so that hostile input costs nothing and means one thing only. */
final class Json {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NUMBER_CHARACTERS = 30;
    private static final int MAX_NAME_CHARACTERS = 100;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names that a client invents would pile up in the shared symbol table.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    // Escaped, an emoji would take 12 bytes for 4, and a text at its limit would not fit in a frame.
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARACTERS)
                            .maxNameLength(MAX_NAME_CHARACTERS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** Writes one JSON value. */
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    static Fields read(byte[] json) {
        return read(text(json));
    }

    static Fields read(String json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            return new Fields(tree(parser));
        } catch (IOException unreadable) {
            throw malformed(unreadable);
        }
    }

    static byte[] write(Writer writer) {
        // The builder's array is recycled inside Jackson; what leaves is a copy of the right size.
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(MAPPER.getFactory()._getBufferRecycler())) {
            try (JsonGenerator json = MAPPER.createGenerator(bytes, JsonEncoding.UTF8)) {
                writer.write(json);
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    /** Jackson by itself would guess UTF-16 and UTF-32, skip a byte order mark and replace what is not UTF-8. */
    private static String text(byte[] json) {
        String text = new String(json, UTF_8);
        boolean mayBeReplaced = text.indexOf('\uFFFD') >= 0;
        if (mayBeReplaced && !Arrays.equals(text.getBytes(UTF_8), json)) {
            throw Refused.invalid("this is not UTF-8");
        }
        return text;
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        JsonNode node = MAPPER.readTree(parser);
        if (node == null) {
            throw Refused.invalid("a JSON object is expected");
        }
        return node;
    }

    private static Refused malformed(IOException unreadable) {
        String problem = unreadable instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
        return Refused.invalid(
                problem.startsWith("Duplicate field") ? "a JSON field stands twice" : "this is not well-formed JSON");
    }
}
