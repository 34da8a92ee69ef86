package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.delivery.Switchboard;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections: who is in, how many, and how each one went. */
@Singleton
public final class Connections {
    private final Lanes lanes;
    private final DeliveryThread delivery;
    private final Switchboard switchboard;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final ClientConnection.ConnectionLimits connectionLimits;
    private final int userConnections;

    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byUser = new ConcurrentHashMap<>();

    Connections(
            Lanes lanes,
            DeliveryThread delivery,
            Switchboard switchboard,
            Limits limits,
            GatewayConfig config,
            MeterRegistry metrics,
            Clock clock) {
        this.lanes = lanes;
        this.delivery = delivery;
        this.switchboard = switchboard;
        this.metrics = metrics;
        this.clock = clock;
        this.connectionLimits =
                new ClientConnection.ConnectionLimits(limits.outboundBytes(), config.commandsInFlight());
        this.userConnections = limits.userConnections();
        metrics.gauge("parley.gateway.connections", open);
        metrics.gauge("parley.gateway.connection.limit", config, GatewayConfig::connectionLimit);
    }

    /** Takes a connection in, on its event loop. One too many of its user is closed with 4029 as soon as it is open. */
    public ClientConnection opened(WebSocketConnection socket, Channel channel, SignedIn signedIn) {
        Wire.refuseWhatIsNoUtf8(channel);
        Lane lane = lanes.of(channel.eventLoop());
        ClientConnection connection = new ClientConnection(socket, channel, signedIn, lane.index, connectionLimits);
        connection.heard(clock.millis());
        socket.userData().put(ClientConnection.KEY, connection);
        lane.add(connection);
        open.incrementAndGet();
        int ofUser = byUser.merge(connection.user(), 1, Integer::sum);
        if (ofUser > userConnections) {
            connection.close(CloseCode.TOO_MANY_CONNECTIONS);
        } else {
            delivery.execute(() -> switchboard.attach(connection));
        }
        return connection;
    }

    /** On its event loop. */
    public void closed(ClientConnection connection) {
        lanes.get(connection.lane()).remove(connection);
        open.decrementAndGet();
        byUser.computeIfPresent(connection.user(), (_, count) -> count == 1 ? null : count - 1);
        delivery.execute(() -> switchboard.detach(connection));
        CloseCode code = connection.closedWith();
        metrics.counter("parley.gateway.disconnects", "code", code == null ? "client" : Integer.toString(code.code()))
                .increment();
    }

    public int open() {
        return open.get();
    }

    /** Everybody who is connected now. Any thread; asks each event loop. */
    public List<ClientConnection> all() {
        return lanes.all().stream()
                .flatMap(lane -> lane.connectionsFromOutside().stream())
                .toList();
    }
}
