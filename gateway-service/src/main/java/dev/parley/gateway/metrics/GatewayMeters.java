package dev.parley.gateway.metrics;

import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.HandshakeQueue;
import dev.parley.gateway.delivery.Repairs;
import dev.parley.gateway.delivery.Resumes;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.events.EventFeed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** The gateway's state as gauges, and the counts that its core keeps without knowing of metrics. */
@Singleton
final class GatewayMeters {
    private final MeterRegistry metrics;
    private final GatewayConfig config;
    private final Admission admission;
    private final Connections connections;
    private final HandshakeQueue handshakes;
    private final Switchboard switchboard;
    private final EventFeed feed;

    GatewayMeters(
            MeterRegistry metrics,
            GatewayConfig config,
            Admission admission,
            Connections connections,
            HandshakeQueue handshakes,
            Switchboard switchboard,
            EventFeed feed) {
        this.metrics = metrics;
        this.config = config;
        this.admission = admission;
        this.connections = connections;
        this.handshakes = handshakes;
        this.switchboard = switchboard;
        this.feed = feed;
    }

    void start(@Observes StartupEvent started) {
        gauge("parley.gateway.connections", "Open connections", connections, Connections::open);
        gauge(
                "parley.gateway.connection.limit",
                "Open connections beyond which a handshake is answered with 503",
                config,
                GatewayConfig::connectionLimit);
        gauge(
                "parley.gateway.handshakes.waiting",
                "Handshakes that wait for their turn: too many came at once, or the broadcast is not read up to now",
                handshakes,
                HandshakeQueue::waiting);
        gauge(
                "parley.gateway.outbound",
                "bytes",
                "What waits for clients to read, looked at every second",
                connections,
                Connections::outboundBytes);
        gauge(
                "parley.gateway.draining",
                "1 from when the gateway was told to end",
                admission,
                gate -> gate.draining() ? 1 : 0);
        gauge("parley.gateway.rooms", "Rooms with a listener here or recent events", switchboard, Switchboard::rooms);
        gauge("parley.gateway.ring", "bytes", "What the recent events take", switchboard, Switchboard::ringBytes);
        gauge(
                "parley.events.lag",
                "records",
                "Records of the broadcast that this gateway has not read yet",
                feed,
                EventFeed::lagRecords);
        for (Resumes.Result result : Resumes.Result.values()) {
            FunctionCounter.builder("parley.gateway.resume", switchboard.resumes(), resumes -> resumes.counted(result))
                    .description("Rooms that were subscribed to with a cursor, by where what was missed came from")
                    .tag("result", result.label())
                    .register(metrics);
        }
        for (Repairs.Cause cause : Repairs.Cause.values()) {
            FunctionCounter.builder("parley.gateway.repairs", switchboard.repairs(), repairs -> repairs.counted(cause))
                    .description(
                            "Times that a room asked for events that the broadcast did not bring, by what was noticed")
                    .tag("cause", cause.label())
                    .register(metrics);
        }
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(metrics);
    }

    private <T> void gauge(String name, String unit, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).baseUnit(unit).description(description).register(metrics);
    }
}
