package dev.parley.gateway;

import dev.parley.contract.Limits;
import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a client may send and expect; see {@link Limits} for the meaning of each. */
@StaticInitSafe
@ConfigMapping(prefix = "parley.limits")
public interface LimitsConfig {
    @WithDefault("65536")
    int frameBytes();

    @WithDefault("8000")
    int textCodePoints();

    @WithDefault("80")
    int nameCodePoints();

    @WithDefault("32")
    int emojiBytes();

    @WithDefault("1000")
    int subscribeRooms();

    @WithDefault("50")
    int userConnections();

    @WithDefault("20")
    int commandsPerSecond();

    @WithDefault("40")
    int commandBurst();

    @WithDefault("10000")
    int resumeEvents();

    @WithDefault("1048576")
    int outboundBytes();

    default Limits limits() {
        return new Limits(
                frameBytes(),
                textCodePoints(),
                nameCodePoints(),
                emojiBytes(),
                subscribeRooms(),
                userConnections(),
                commandsPerSecond(),
                commandBurst(),
                resumeEvents(),
                outboundBytes());
    }
}
