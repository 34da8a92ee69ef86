package dev.parley.history.access;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, by their token.
 *
 * @param id the token's {@code sub}
 * @param name the token's {@code preferred_username}, or the id if there is none
 */
public record Caller(String id, String name) {
    private static final String NAME_CLAIM = "preferred_username";

    /** Only for requests that needed a token; the token is then a JWT with a {@code sub}. */
    public static Caller of(SecurityIdentity identity) {
        JsonWebToken token = (JsonWebToken) identity.getPrincipal();
        @Nullable String name = token.getClaim(NAME_CLAIM);
        return new Caller(token.getSubject(), name == null || name.isBlank() ? token.getSubject() : name);
    }
}
