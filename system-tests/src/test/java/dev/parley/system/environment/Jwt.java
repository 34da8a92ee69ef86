package dev.parley.system.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;

/** Looks into tokens, unverified: these tests got them from Keycloak themselves. */
public final class Jwt {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Jwt() {}

    static String subject(String token) {
        return payload(token).path("sub").asText();
    }

    public static Instant expiry(String token) {
        return Instant.ofEpochSecond(payload(token).path("exp").asLong());
    }

    private static JsonNode payload(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]));
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
