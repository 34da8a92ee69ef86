package dev.parley.gateway.events;

import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Switchboard;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Has the rooms compared with history-service now and then. A record that Kafka lost is noticed by the next one of its
 * room; the last one has no next, and whoever listens to a quiet room would never hear of it.
 */
@Singleton
final class HeadCheck {
    private final Switchboard switchboard;
    private final DeliveryThread delivery;
    private final GatewayConfig config;

    HeadCheck(Switchboard switchboard, DeliveryThread delivery, GatewayConfig config) {
        this.switchboard = switchboard;
        this.delivery = delivery;
        this.config = config;
    }

    void start(@Observes StartupEvent started, Vertx vertx) {
        vertx.setPeriodic(config.headCheck().toMillis(), _ -> delivery.execute(switchboard::compareHeads));
    }
}
