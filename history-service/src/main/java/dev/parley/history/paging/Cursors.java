package dev.parley.history.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.history.problems.ProblemException;
import java.util.Base64;

/** Cursors are opaque to clients: parts of text, each in base64url, with dots between. */
final class Cursors {
    private static final String SEPARATOR = ".";
    private static final int CHARACTERS_MAX = 4_096;

    private Cursors() {}

    static String write(String... parts) {
        String[] encoded = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = Base64.getUrlEncoder().withoutPadding().encodeToString(parts[i].getBytes(UTF_8));
        }
        return String.join(SEPARATOR, encoded);
    }

    /** Exactly {@code count} parts, or a refusal that names the parameter. */
    static String[] read(String parameter, String cursor, int count) {
        String[] parts = cursor.length() > CHARACTERS_MAX ? new String[0] : cursor.split("\\.", -1);
        if (parts.length != count) {
            throw notOurs(parameter);
        }
        try {
            for (int i = 0; i < count; i++) {
                parts[i] = new String(Base64.getUrlDecoder().decode(parts[i]), UTF_8);
                if (parts[i].indexOf('\0') >= 0) {
                    throw notOurs(parameter);
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw notOurs(parameter);
        }
        return parts;
    }

    static ProblemException notOurs(String parameter) {
        return ProblemException.badParameter(parameter, "must be a cursor from a Link header");
    }
}
