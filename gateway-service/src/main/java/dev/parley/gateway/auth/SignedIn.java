package dev.parley.gateway.auth;

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
        if (subject == null || subject.isEmpty() || subject.length() > Person.ID_MAX_CHARACTERS) {
            return Optional.empty();
        }
        String name = token.getClaim(NAME_CLAIM);
        Person person = new Person(subject, name == null || name.isBlank() ? subject : name);
        return Optional.of(new SignedIn(person, Instant.ofEpochSecond(token.getExpirationTime())));
    }
}
