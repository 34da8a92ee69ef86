package dev.parley.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Person;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Somebody with a valid token.
 *
 * @param expires when the token runs out
 */
public record SignedIn(Person person, Instant expires) {
    private static final String NAME_CLAIM = "preferred_username";

    /** Empty if there is no token, or one without a subject. */
    public static Optional<SignedIn> from(SecurityIdentity identity) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        String subject = token.getSubject();
        if (subject == null || subject.length() > Person.ID_MAX_CHARACTERS || !storable(subject)) {
            return Optional.empty();
        }
        String name = token.getClaim(NAME_CLAIM);
        Person person = new Person(subject, name == null || !storable(name) ? subject : name);
        return Optional.of(new SignedIn(person, Instant.ofEpochSecond(token.getExpirationTime())));
    }

    /** What the codec would refuse from a client is not taken from a token either. */
    private static boolean storable(String text) {
        return !text.isBlank() && text.indexOf(0) < 0 && UTF_8.newEncoder().canEncode(text);
    }
}
