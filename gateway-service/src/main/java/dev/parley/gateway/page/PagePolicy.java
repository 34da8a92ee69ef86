package dev.parley.gateway.page;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the browser may do for the page: scripts and styles from here alone, none of them inline, and connections to the
 * addresses that are configured. Text of strangers that became markup after all would find nothing it could run.
 */
final class PagePolicy {
    private PagePolicy() {}

    static String contentSecurity(PageConfig config) {
        Set<String> connections = new LinkedHashSet<>();
        connections.add("'self'");
        connections.add(origin(config.issuer()));
        config.history().ifPresent(address -> connections.add(origin(address)));
        config.gateways()
                .ifPresent(addresses -> addresses.forEach(address -> {
                    connections.add(origin(address));
                    connections.add(origin(address).replaceFirst("^http", "ws"));
                }));
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "manifest-src 'self'",
                "connect-src " + String.join(" ", connections),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types svelte-trusted-html");
    }

    /** The origin alone: a path in a policy would be matched to the letter. */
    private static String origin(String address) {
        URI uri = URI.create(address);
        if (uri.getScheme() == null || uri.getAuthority() == null) {
            throw new IllegalArgumentException("not a base URL: " + address);
        }
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
