package dev.parley.gateway.auth;

import io.quarkus.oidc.OIDCException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a token that is wrong from one that cannot be checked because the identity provider does not answer. */
public final class IdentityProviderAway {
    /** A bound, should causes ever go round in a circle. */
    private static final int CAUSES_MAX = 10;

    private IdentityProviderAway() {}

    public static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof OIDCException || cause instanceof IOException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
