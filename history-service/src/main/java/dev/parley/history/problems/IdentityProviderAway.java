package dev.parley.history.problems;

import io.quarkus.oidc.OIDCException;
import org.jspecify.annotations.Nullable;

/** Tells a token that is wrong from one that can't be checked because the identity provider does not answer. */
final class IdentityProviderAway {
    private static final int CAUSES_MAX = 10;

    private IdentityProviderAway() {}

    static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
            if (at instanceof OIDCException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
