package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.delivery.Switchboard;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections: who is in, how many, and how each one went. */
@Singleton
public final class Connections {
    private final Lanes lanes;
    private final DeliveryThread delivery;
    private final Switchboard switchboard;
    private final Map<CloseCode, Counter> disconnects = new EnumMap<>(CloseCode.class);
    private final Counter disconnectsByClient;
    private final Counter slowClosed;
    private final Clock clock;
    private final ConnectionAge connectionAge;
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
        this.clock = clock;
        this.connectionAge = new ConnectionAge(config.connectionAge().orElse(null), ThreadLocalRandom::current);
        this.connectionLimits =
                new ClientConnection.ConnectionLimits(limits.outboundBytes(), config.commandsInFlight());
        this.userConnections = limits.userConnections();
        for (CloseCode code : CloseCode.values()) {
            disconnects.put(code, disconnects(metrics, Integer.toString(code.code())));
        }
        this.disconnectsByClient = disconnects(metrics, "client");
        this.slowClosed = Counter.builder("parley.gateway.slow.closed")
                .description("Connections that were closed because more than the outbound limit waited for the client")
                .register(metrics);
    }

    private static Counter disconnects(MeterRegistry metrics, String code) {
        return Counter.builder("parley.gateway.disconnects")
                .description("Connections that ended, by the gateway's close code, or by the client or the network")
                .tag("code", code)
                .register(metrics);
    }

    /** Takes a connection in, on its event loop. One too many of its user is closed with 4029 as soon as it is open. */
    public ClientConnection opened(WebSocketConnection socket, Channel channel, SignedIn signedIn) {
        Wire.refuseWhatIsNoUtf8(channel);
        UpgradeRequest.stopIdleTimer(channel);
        Lane lane = lanes.of(channel.eventLoop());
        long nowMillis = clock.millis();
        ClientConnection connection = new ClientConnection(
                socket, channel, signedIn, lane.index, connectionLimits, connectionAge.endsAtMillis(nowMillis));
        connection.heard(nowMillis);
        socket.userData().put(ClientConnection.KEY, connection);
        lane.add(connection);
        open.incrementAndGet();
        int ofUser = byUser.merge(connection.user(), 1, Integer::sum);
        if (ofUser > userConnections) {
            connection.close(CloseCode.TOO_MANY_CONNECTIONS);
        } else {
            delivery.execute(() -> switchboard.attach(connection));
        }
        // Of a client that left while its token was checked, WebSockets Next says nothing more.
        channel.closeFuture().addListener(_ -> closed(connection));
        return connection;
    }

    private void closed(ClientConnection connection) {
        lanes.get(connection.lane()).remove(connection);
        open.decrementAndGet();
        byUser.computeIfPresent(connection.user(), (_, count) -> count == 1 ? null : count - 1);
        delivery.execute(() -> switchboard.detach(connection));
        CloseCode code = connection.closedWith();
        disconnects.getOrDefault(code, disconnectsByClient).increment();
        if (code == CloseCode.TOO_SLOW) {
            slowClosed.increment();
        }
    }

    public int open() {
        return open.get();
    }

    /** What waits for clients to read, as the last walk over the connections found it. */
    public long outboundBytes() {
        long bytes = 0;
        for (Lane lane : lanes.all()) {
            bytes += lane.outboundBytes;
        }
        return bytes;
    }

    /** Everybody who is connected now. Any thread; asks each event loop. */
    public List<ClientConnection> all() {
        return lanes.all().stream()
                .flatMap(lane -> lane.connectionsFromOutside().stream())
                .toList();
    }
}
