package dev.parley.gateway;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.connection.LaneOutlet;
import dev.parley.gateway.delivery.Reach;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.past.HistoryClient;
import dev.parley.gateway.presence.Presence;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** Makes the parts that know no framework. */
@Singleton
final class Wiring {
    /** A fraction of what may wait for a connection. */
    private static final int ANNOUNCED_BYTES = 64 * 1024;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Limits limits(LimitsConfig config) {
        return config.limits();
    }

    @Produces
    @Singleton
    Codec codec(Limits limits) {
        return new Codec(limits);
    }

    @Produces
    @Singleton
    GatewayId gatewayId(GatewayConfig config) {
        return new GatewayId(config.id().orElseGet(() -> "gateway-" + UUID.randomUUID()));
    }

    @Produces
    @Singleton
    Switchboard switchboard(
            HistoryClient past,
            LaneOutlet outlet,
            Presence presence,
            Codec codec,
            Limits limits,
            GatewayConfig config) {
        return new Switchboard(
                past,
                outlet,
                presence,
                codec,
                new Reach(limits.resumeEvents(), config.ringBytes(), config.broadcastDelay(), ANNOUNCED_BYTES));
    }
}
