package dev.parley.gateway.page;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * One file of the page.
 *
 * @param immutable its name changes when its content does
 * @param encodings the bytes by content coding: {@code identity} always, {@code br} and {@code gzip} where they are smaller
 */
record PageFile(String type, String tag, boolean immutable, Map<String, Buffer> encodings) {
    static final String IDENTITY = "identity";
    private static final String[] PREFERRED = {"br", "gzip"};

    PageFile {
        encodings = Map.copyOf(encodings);
    }

    /** The best coding of those that the request's {@code Accept-Encoding} names. */
    String encodingFor(String accepted) {
        for (String encoding : PREFERRED) {
            if (encodings.containsKey(encoding) && names(accepted, encoding)) {
                return encoding;
            }
        }
        return IDENTITY;
    }

    Buffer bytes(String encoding) {
        Buffer bytes = encodings.get(encoding);
        if (bytes == null) {
            throw new IllegalArgumentException("no such form: " + encoding);
        }
        return bytes;
    }

    private static boolean names(String accepted, String encoding) {
        for (String entry : accepted.split(",", -1)) {
            String[] parts = entry.strip().split("\\s*;\\s*", -1);
            if (parts[0].equalsIgnoreCase(encoding)) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
