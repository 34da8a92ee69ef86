package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Walks the connections now and then: pings the silent, gives up the dead, and closes those whose token or time runs out. */
@Singleton
final class Heartbeats {
    private static final Duration SHORTEST_ROUND = Duration.ofMillis(100);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Lanes lanes;
    private final Clock clock;
    private final GatewayConfig config;
    private final byte[] ping;
    private volatile long timer;

    Heartbeats(Vertx vertx, Lanes lanes, Clock clock, GatewayConfig config, Codec codec) {
        this.vertx = vertx;
        this.lanes = lanes;
        this.clock = clock;
        this.config = config;
        this.ping = codec.encode(new ServerFrame.Ping());
    }

    void start(@Observes StartupEvent started) {
        long tenth = config.heartbeat().toMillis() / 10;
        long round = Math.clamp(tenth, SHORTEST_ROUND.toMillis(), LONGEST_ROUND.toMillis());
        timer = vertx.setPeriodic(round, _ -> lanes.all().forEach(this::walkOnItsLoop));
    }

    /** When the gateway ends, its event loops do not end at the same moment. */
    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void walkOnItsLoop(Lane lane) {
        if (!lane.loop.isShuttingDown()) {
            lane.loop.execute(() -> walk(lane));
        }
    }

    private void walk(Lane lane) {
        long now = clock.millis();
        long outboundBytes = 0;
        for (ClientConnection connection : lane.connections()) {
            outboundBytes += connection.outboundBytes();
            switch (connection.due(
                    now, config.heartbeat().toMillis(), config.heartbeatGrace().toMillis())) {
                case NOTHING -> {}
                case PING -> connection.send(ping);
                case GIVE_UP -> connection.close(CloseCode.SILENT);
                case EXPIRE -> connection.close(CloseCode.TOKEN_EXPIRED);
                case MOVE -> connection.moveOn();
            }
        }
        lane.outboundBytes = outboundBytes;
    }
}
