package dev.parley.local.chat;

import java.net.URI;
import java.util.List;

/**
 * Who talks where.
 *
 * @param gateways tried in turn, from the first
 * @param issuer the realm that gives tokens
 */
public record ChatSettings(String user, String password, String room, List<URI> gateways, URI history, URI issuer) {
    public ChatSettings {
        gateways = List.copyOf(gateways);
    }

    /** A password never reaches a log by way of the settings. */
    @Override
    public String toString() {
        return "ChatSettings[user=" + user + ", room=" + room + "]";
    }
}
