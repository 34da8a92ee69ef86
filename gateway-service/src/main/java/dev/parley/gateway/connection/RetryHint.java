package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to come back, as the reason of a close frame says it: {@code draining; retry=340}, in milliseconds. Drawn for each
 * connection, so that those who are sent away together do not knock together.
 */
final class RetryHint {
    /** Short, because nobody listens meanwhile; a drain is spread over far more than this by its pacing. */
    private static final int MOST_MILLIS = 500;

    private RetryHint() {}

    static String drawn() {
        return CloseCode.DRAINING.reason() + "; retry="
                + ThreadLocalRandom.current().nextInt(MOST_MILLIS);
    }
}
