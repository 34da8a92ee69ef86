package dev.parley.gateway.protocol;

import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.connection.ClientConnection;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.presence.SignalPublisher;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Listening to rooms: from event loops to the delivery thread. */
@Singleton
final class Rooms {
    private final DeliveryThread delivery;
    private final Switchboard switchboard;
    private final SignalPublisher signals;

    Rooms(DeliveryThread delivery, Switchboard switchboard, SignalPublisher signals) {
        this.delivery = delivery;
        this.switchboard = switchboard;
        this.signals = signals;
    }

    void subscribe(ClientConnection connection, ClientFrame.Subscribe frame) {
        delivery.execute(() -> switchboard.subscribe(connection, frame));
    }

    void subscribeMine(ClientConnection connection, String id) {
        delivery.execute(() -> switchboard.subscribeMine(connection, id));
    }

    void unsubscribe(ClientConnection connection, ClientFrame.Unsubscribe frame) {
        delivery.execute(() -> switchboard.unsubscribe(connection, frame));
    }

    /** Only somebody who listens to a room may signal to it. */
    void typing(ClientConnection connection, UUID room) {
        delivery.execute(() -> {
            if (switchboard.listens(connection, room)) {
                signals.publish(new Signal.Typing(room, connection.person()));
            }
        });
    }
}
