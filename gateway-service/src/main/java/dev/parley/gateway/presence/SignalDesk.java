package dev.parley.gateway.presence;

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
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Takes signals in: passes frames to those who listen, and keeps {@link Presence} true. Delivery thread only. */
@Singleton
public final class SignalDesk {
    private static final Logger LOG = Logger.getLogger(SignalDesk.class);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(35);

    private final Presence presence;
    private final Switchboard switchboard;
    private final SignalPublisher signals;
    private final DeliveryThread delivery;
    private final Codec codec;
    private final Identity identity;

    /** Whether snapshots were asked for since the last tick. */
    private boolean asked;

    private boolean saidBye;

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
        delivery.execute(() -> {
            ask();
            // What others know of an earlier process of the same name ends here.
            sendSnapshot();
        });
        identity.vertx().setPeriodic(ALIVE_EVERY.toMillis(), _ -> delivery.execute(this::tick));
    }

    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        delivery.execute(() -> {
            saidBye = true;
            signals.publish(SignalKind.BYE);
        });
    }

    private void tick() {
        asked = false;
        if (!saidBye) {
            signals.publish(SignalKind.ALIVE);
        }
        long deadline = identity.clock().millis() - DEAD_AFTER.toMillis();
        presence.silentSince(deadline).forEach(gateway -> tell(presence.gone(gateway)));
    }

    /** Asks everybody who listens there; once per tick, however many are unknown. */
    private void ask() {
        if (!asked) {
            asked = true;
            signals.publish(SignalKind.HELLO);
        }
    }

    /** @param gateway that sent the record */
    public void received(SignalKind kind, String gateway, byte[] value) {
        boolean own = gateway.equals(identity.gateway().value());
        switch (kind) {
            case FRAME -> decode(value, signal -> pass(signal, value));
            case PRESENCE ->
                decode(value, signal -> {
                    if (signal instanceof Signal.Presence change) {
                        presence(gateway, own, change, value);
                    }
                });
            case SNAPSHOT -> {
                if (!own) {
                    snapshot(gateway, value);
                }
            }
            case HELLO -> {
                if (!own && !saidBye) {
                    sendSnapshot();
                }
            }
            case ALIVE -> {
                if (!own && !presence.alive(gateway, identity.clock().millis())) {
                    ask();
                }
            }
            case BYE -> {
                if (!own) {
                    tell(presence.gone(gateway));
                }
            }
        }
    }

    private void pass(Signal signal, byte[] frame) {
        if (signal instanceof Signal.Receipt receipt && presence.isCrowded(signal.room())) {
            // Hundreds telling hundreds is for nobody; but by it the reader's other devices count what is unread.
            switchboard.signal(signal.room(), receipt.user(), frame);
        } else {
            switchboard.signal(signal.room(), frame);
        }
    }

    private void presence(String gateway, boolean own, Signal.Presence change, byte[] frame) {
        boolean tell = own
                ? presence.heardOwn(change)
                : presence.heard(gateway, change, identity.clock().millis());
        if (tell) {
            switchboard.signal(change.room(), frame);
        }
    }

    private void tell(List<Signal.Presence> changes) {
        changes.forEach(change -> switchboard.signal(change.room(), codec.encode(new ServerFrame.Signalled(change))));
    }

    private void snapshot(String gateway, byte[] value) {
        try {
            tell(presence.snapshot(
                    gateway, Snapshots.read(value), identity.clock().millis()));
        } catch (IOException notASnapshot) {
            LOG.warnf("A presence snapshot could not be read gateway=%s", gateway);
        }
    }

    private void sendSnapshot() {
        Snapshots.write(presence.snapshot())
                .forEach(chunk ->
                        signals.publish(SignalKind.SNAPSHOT, identity.gateway().value(), chunk));
    }

    private void decode(byte[] value, Consumer<Signal> then) {
        if (codec.serverFrame(new String(value, StandardCharsets.UTF_8))
                instanceof Decoded.Value<ServerFrame>(ServerFrame.Signalled(Signal signal))) {
            then.accept(signal);
        }
    }
}
