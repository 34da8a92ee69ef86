package dev.parley.gateway.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What the page must know of the world around it. Addresses are as a browser sees them. */
@ConfigMapping(prefix = "parley.web")
public interface PageConfig {
    /** The realm where people sign in. */
    @WithDefault("${quarkus.oidc.auth-server-url}")
    String issuer();

    /** The public client of the realm that the page signs in with. */
    @WithDefault("parley-web")
    String clientId();

    /** Base URL of history-service; without one it is where the page is. */
    Optional<String> history();

    /** Base URLs of gateways that the page may connect to; without one it is the one the page came from. */
    Optional<List<String>> gateways();
}
