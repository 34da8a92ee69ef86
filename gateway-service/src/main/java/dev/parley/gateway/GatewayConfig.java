package dev.parley.gateway;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this gateway runs. What a client may send stands in {@link LimitsConfig}. */
@StaticInitSafe
@ConfigMapping(prefix = "parley.gateway")
public interface GatewayConfig {
    /** Names this process among the gateways; two at the same time must differ. Drawn at random if it is not set. */
    Optional<String> id();

    /** A client that sent nothing for this long is sent a {@code ping}. */
    @WithDefault("25s")
    Duration heartbeat();

    /** A client that sent nothing for the heartbeat and this long is given up. */
    @WithDefault("10s")
    Duration heartbeatGrace();

    /** What the recent events of all rooms may take in memory; a cursor within them needs no query. */
    @WithDefault("67108864")
    long ringBytes();

    /** How far back a starting gateway reads the broadcast to fill its ring. */
    @WithDefault("5m")
    Duration readBack();

    /** How often it is asked whether a room that somebody listens to has grown without the broadcast saying so. */
    @WithDefault("30s")
    Duration headCheck();

    /**
     * How much later than the database the broadcast may bring an event. What has not come then is taken for lost and asked
     * for.
     */
    @WithDefault("5s")
    Duration broadcastDelay();

    /** Connections that this gateway takes; more are answered with 503. */
    @WithDefault("18000")
    int connectionLimit();

    /** Commands of one connection that may wait for their answers; then its socket is not read. */
    @WithDefault("64")
    int commandsInFlight();

    /** How long {@code POST /api/commands} waits for the answer before it says that the outcome is unknown. */
    @WithDefault("10s")
    Duration answerTimeout();

    /**
     * How long a connection's command waits for its answer. Then the answer is taken for lost and the connection is closed
     * with 4011: its client comes back and sends the command again. Longer than the database is usually away.
     */
    @WithDefault("2m")
    Duration answerPatience();

    /**
     * How long a gateway that was told to stop may take to close its connections and to answer the commands that came over
     * HTTP. Longer than {@link #answerTimeout()}, or the last of them go without an answer.
     */
    @WithDefault("20s")
    Duration drain();

    /**
     * About how long a connection lasts before it is closed with 1012, so that after a scale-out the new gateways get
     * their share; for each connection a fifth more or less. Without it connections last as long as they like.
     */
    Optional<Duration> connectionAge();
}
