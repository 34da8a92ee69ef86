package dev.parley.gateway.auth;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Takes from an identity the attribute that makes WebSockets Next start a timer and close with 1008 when the token runs
 * out. The heartbeat's walk does that for all connections and says 4001.
 */
@Singleton
final class ExpiryByUs implements SecurityIdentityAugmentor {
    /** As WebSockets Next names it. */
    private static final String EXPIRE_TIME = "quarkus.identity.expire-time";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.getAttribute(EXPIRE_TIME) == null) {
            return Uni.createFrom().item(identity);
        }
        QuarkusSecurityIdentity.Builder same = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles())
                .addCredentials(identity.getCredentials())
                .setAnonymous(identity.isAnonymous());
        identity.getAttributes().forEach((name, value) -> {
            if (!name.equals(EXPIRE_TIME)) {
                same.addAttribute(name, value);
            }
        });
        return Uni.createFrom().item(same.build());
    }
}
