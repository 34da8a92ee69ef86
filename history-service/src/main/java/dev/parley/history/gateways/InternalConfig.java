package dev.parley.history.gateways;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The internal port. */
@ConfigMapping(prefix = "parley.internal")
public interface InternalConfig {
    @WithDefault("8083")
    int port();

    @WithDefault("0.0.0.0")
    String host();

    /** What gateways send as their bearer token; without it the service does not start. */
    Optional<String> credential();

    /** How long a stop waits for the answers under way. */
    @WithDefault("5S")
    Duration drainTimeout();
}
