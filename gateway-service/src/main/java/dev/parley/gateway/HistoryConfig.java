package dev.parley.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where history-service answers gateways. */
@ConfigMapping(prefix = "parley.history")
public interface HistoryConfig {
    /** Base URL of its internal port. */
    String url();

    /** Shared by gateways and history-service. */
    String credential();

    /** How long a question is asked again before it counts as unanswered. */
    @WithDefault("10s")
    Duration timeout();
}
