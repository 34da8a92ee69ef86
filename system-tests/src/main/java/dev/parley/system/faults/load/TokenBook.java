package dev.parley.system.faults.load;

import dev.parley.local.LocalFailure;
import dev.parley.local.infrastructure.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Everybody's access token, fetched again before it runs out. While Keycloak is away the old one is used. */
public final class TokenBook {
    private static final Duration FRESH = Duration.ofSeconds(200);

    private final Tokens tokens;
    private final Map<String, Token> known = new ConcurrentHashMap<>();

    private record Token(String text, long atNanos) {
        boolean fresh() {
            return System.nanoTime() - atNanos < FRESH.toNanos();
        }
    }

    public TokenBook(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @throws LocalFailure if there is none and Keycloak gives none */
    public String of(String user) {
        Token token = known.get(user);
        if (token != null && token.fresh()) {
            return token.text();
        }
        try {
            return fresh(user);
        } catch (LocalFailure away) {
            if (token == null) {
                throw away;
            }
            return token.text();
        }
    }

    String fresh(String user) {
        Token token = new Token(tokens.of(user), System.nanoTime());
        known.put(user, token);
        return token.text();
    }
}
