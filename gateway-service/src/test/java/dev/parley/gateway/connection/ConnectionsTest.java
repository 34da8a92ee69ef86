package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.delivery.Attendance;
import dev.parley.gateway.delivery.Past;
import dev.parley.gateway.delivery.Reach;
import dev.parley.gateway.delivery.Switchboard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final SignedIn ANN = new SignedIn(new Person("ann", "Ann"), Instant.EPOCH);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Lanes lanes = new Lanes(new DeliveryTimes());
    private final DeliveryThread delivery = new DeliveryThread(lanes, metrics);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Connections connections = new Connections(
            lanes,
            delivery,
            new Switchboard(
                    answering(Past.class, Map.of()),
                    new LaneOutlet(lanes, delivery),
                    answering(Attendance.class, Map.of()),
                    new Codec(Limits.DEFAULT),
                    new Reach(1, 1, Duration.ZERO, 1)),
            Limits.DEFAULT,
            answering(GatewayConfig.class, Map.of("connectionAge", Optional.empty(), "commandsInFlight", 1)),
            metrics,
            Clock.systemUTC());

    @AfterEach
    void stop() {
        delivery.stop();
    }

    /** Answers these methods so, and every other with null. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> answers.get(method.getName())));
    }

    private void open() {
        connections.opened(
                answering(WebSocketConnection.class, Map.of("userData", answering(UserData.class, Map.of()))),
                channel,
                ANN);
    }

    private double leftByThemselves() {
        return metrics.counter("parley.gateway.disconnects", "code", "client").count();
    }

    @Test
    void whoever_leaves_is_counted_out_once() {
        open();
        assertThat(connections.open()).isOne();

        channel.close();
        assertThat(connections.open()).isZero();
        assertThat(leftByThemselves()).isOne();
        assertThat(lanes.of(channel.eventLoop()).connections()).isEmpty();
    }

    @Test
    void whoever_left_while_their_token_was_checked_is_not_counted_in_for_ever() {
        channel.close();
        open();

        assertThat(connections.open()).isZero();
        assertThat(leftByThemselves()).isOne();
        assertThat(lanes.of(channel.eventLoop()).connections()).isEmpty();
    }
}
