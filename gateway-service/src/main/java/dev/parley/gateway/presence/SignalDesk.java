package dev.parley.gateway.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.GatewayId;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Switchboard;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Takes signals in: passes frames to those who listen, and keeps {@link Presence} true. Delivery thread only. */
@Singleton
public final class SignalDesk {
    private static final Logger LOG = Logger.getLogger(SignalDesk.class);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(35);
    private static final int ROOMS_PER_SNAPSHOT = 500;
    private static final TypeReference<Map<UUID, Set<String>>> ROOMS = new TypeReference<>() {};

    private final Presence presence;
    private final Switchboard switchboard;
    private final SignalPublisher signals;
    private final DeliveryThread delivery;
    private final Codec codec;
    private final Identity identity;
    private final ObjectMapper json = new ObjectMapper();

    /** Who this gateway is, and what time it is for it. */
    @Singleton
    record Identity(GatewayId gateway, Clock clock, Vertx vertx) {}

    SignalDesk(
            Presence presence,
            Switchboard switchboard,
            SignalPublisher signals,
            DeliveryThread delivery,
            Codec codec,
            Identity identity) {
        this.presence = presence;
        this.switchboard = switchboard;
        this.signals = signals;
        this.delivery = delivery;
        this.codec = codec;
        this.identity = identity;
    }

    /** The broadcast is being read: from now on nothing that others answer can be missed. */
    public void start() {
        signals.publish(SignalKind.HELLO);
        identity.vertx().setPeriodic(ALIVE_EVERY.toMillis(), _ -> delivery.execute(this::tick));
    }

    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        signals.publish(SignalKind.BYE);
    }

    private void tick() {
        signals.publish(SignalKind.ALIVE);
        long deadline = identity.clock().millis() - DEAD_AFTER.toMillis();
        presence.silentSince(deadline).forEach(this::forget);
    }

    /** @param gateway that sent the record */
    public void received(SignalKind kind, String gateway, byte[] value) {
        boolean own = gateway.equals(identity.gateway().value());
        switch (kind) {
            case FRAME -> decode(value, signal -> switchboard.signal(signal.room(), value));
            case PRESENCE ->
                decode(value, signal -> {
                    if (signal instanceof Signal.Presence(UUID room, String user, boolean online)) {
                        presence(gateway, own, room, user, online, value);
                    }
                });
            case SNAPSHOT -> {
                if (!own) {
                    snapshot(gateway, value);
                }
            }
            case HELLO -> {
                if (!own) {
                    sendSnapshot();
                }
            }
            case ALIVE -> {
                if (!own) {
                    presence.alive(gateway, identity.clock().millis());
                }
            }
            case BYE -> {
                if (!own) {
                    forget(gateway);
                }
            }
        }
    }

    private void presence(String gateway, boolean own, UUID room, String user, boolean online, byte[] frame) {
        if (!own) {
            presence.heard(gateway, room, user, online, identity.clock().millis());
        }
        // Somebody who left one gateway may still listen at another.
        if (online == presence.isOnline(room, user)) {
            switchboard.signal(room, frame);
        }
    }

    private void forget(String gateway) {
        presence.gone(
                gateway,
                (room, user) -> switchboard.signal(
                        room, codec.encode(new ServerFrame.Signalled(new Signal.Presence(room, user, false)))));
    }

    private void snapshot(String gateway, byte[] value) {
        try {
            json.readValue(value, ROOMS)
                    .forEach((room, people) -> people.forEach(user -> presence.heard(
                            gateway, room, user, true, identity.clock().millis())));
        } catch (IOException notASnapshot) {
            LOG.warnf("A presence snapshot could not be read gateway=%s", gateway);
        }
    }

    private void sendSnapshot() {
        Map<UUID, Set<String>> chunk = new HashMap<>();
        for (Map.Entry<UUID, Set<String>> room : presence.snapshot().entrySet()) {
            chunk.put(room.getKey(), room.getValue());
            if (chunk.size() == ROOMS_PER_SNAPSHOT) {
                send(chunk);
                chunk.clear();
            }
        }
        send(chunk);
    }

    private void send(Map<UUID, Set<String>> rooms) {
        try {
            signals.publish(SignalKind.SNAPSHOT, identity.gateway().value(), json.writeValueAsBytes(rooms));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("ids are strings", impossible);
        }
    }

    private void decode(byte[] value, Consumer<Signal> then) {
        if (codec.serverFrame(new String(value, StandardCharsets.UTF_8))
                instanceof Decoded.Value<ServerFrame>(ServerFrame.Signalled(Signal signal))) {
            then.accept(signal);
        }
    }
}
