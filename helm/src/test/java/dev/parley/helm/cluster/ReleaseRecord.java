package dev.parley.helm.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BiConsumer;

/**
 * Reads the Secret in which Helm remembers a release: Helm's client sends it in Kubernetes' protobuf, an envelope around the
 * object. Of the object: {@code metadata} is field 1 (in it name 1, labels 11), {@code data} 2, {@code type} 3.
 */
final class ReleaseRecord {
    private static final int MAGIC_BYTES = 4;
    private static final int BYTES = 2;
    private static final int TAG_BITS = 3;
    private static final int SEVEN_BITS = 0x7f;

    private final ObjectMapper json;

    ReleaseRecord(ObjectMapper json) {
        this.json = json;
    }

    ObjectNode read(byte[] body) {
        var secret = json.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        fields(ByteBuffer.wrap(body, MAGIC_BYTES, body.length - MAGIC_BYTES), (field, raw) -> {
            if (field == 2) {
                fields(raw, (inner, value) -> secretField(secret, inner, value));
            }
        });
        return secret;
    }

    private static void secretField(ObjectNode secret, int field, ByteBuffer value) {
        switch (field) {
            case 1 -> fields(value, (inner, content) -> metadataField(secret.withObject("/metadata"), inner, content));
            case 2 ->
                entry(
                        value,
                        (key, content) -> secret.withObject("/data")
                                .put(key, Base64.getEncoder().encodeToString(bytes(content))));
            case 3 -> secret.put("type", text(value));
            default -> {}
        }
    }

    private static void metadataField(ObjectNode metadata, int field, ByteBuffer value) {
        switch (field) {
            case 1 -> metadata.put("name", text(value));
            case 11 ->
                entry(value, (key, content) -> metadata.withObject("/labels").put(key, text(content)));
            default -> {}
        }
    }

    private static void entry(ByteBuffer map, BiConsumer<String, ByteBuffer> taker) {
        var key = new StringBuilder();
        fields(map, (field, value) -> {
            if (field == 1) {
                key.append(text(value));
            } else {
                taker.accept(key.toString(), value);
            }
        });
    }

    /** The fields that have bytes; numbers are passed over. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> taker) {
        while (message.hasRemaining()) {
            var tag = number(message);
            var number = number(message);
            if ((tag & ((1 << TAG_BITS) - 1)) == BYTES) {
                taker.accept((int) (tag >> TAG_BITS), message.slice(message.position(), (int) number));
                message.position(message.position() + (int) number);
            }
        }
    }

    private static long number(ByteBuffer message) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            number |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    private static byte[] bytes(ByteBuffer value) {
        var bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }
}
