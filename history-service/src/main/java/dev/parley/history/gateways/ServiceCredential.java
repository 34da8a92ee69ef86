package dev.parley.history.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that gateways and this service share. Compared in constant time, and never printed. */
final class ServiceCredential {
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    ServiceCredential(String secret) {
        this.secret = secret.getBytes(UTF_8);
    }

    /** @param authorization the request's header */
    boolean admits(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] offered = authorization.substring(SCHEME.length()).getBytes(UTF_8);
        return MessageDigest.isEqual(offered, secret);
    }
}
