package dev.parley.history.problems;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a token that is wrong from one that can't be checked because the identity provider does not answer: whoever is told
 * 401 throws a good token away. The provider is asked when a token names a key that is not known here.
 */
final class IdentityProviderAway {
    /** A bound, should causes ever go round in a circle. */
    private static final int CAUSES_MAX = 10;

    private IdentityProviderAway() {}

    static boolean isCauseOf(Throwable failure) {
        // A connection that fails elsewhere is the database's.
        boolean ofToken = failure instanceof AuthenticationFailedException;
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof OIDCException || (ofToken && cause instanceof IOException)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
