package dev.parley.history.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What one instance asks of the database at most. */
@ConfigMapping(prefix = "parley.reads")
public interface ReadConfig {
    /** Reads under way at once, waiting for a connection or running; one more is refused as unavailable. */
    @WithDefault("512")
    int concurrentMax();

    /** Searches under way at once, a quarter of the connections; the others wait. */
    @WithDefault("5")
    int searchesMax();

    /** How long one read may take, with the wait for a connection; then it is refused as unavailable. */
    @WithDefault("5S")
    Duration timeout();
}
