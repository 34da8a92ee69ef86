package dev.parley.system.faults.fault;

import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.process.Ports;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceEndpoint;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServicePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxies: before each message-service's PostgreSQL, before history-service's internal port, before each gateway, and
 * between each gateway or message-service and Kafka.
 */
final class Edges implements AutoCloseable {
    private static final Duration DELAY = Duration.ofMillis(300);

    private final Infrastructure infrastructure;
    private final List<TcpProxy> postgres = new ArrayList<>();
    private final List<TcpProxy> kafka = new ArrayList<>();
    private final List<TcpProxy> clients = new ArrayList<>();
    private final TcpProxy history;
    private final ServicePorts ports;

    /** Before Kafka starts, because it has to know what stands before it. */
    Edges(Infrastructure infrastructure, ServicePorts ports) {
        this.infrastructure = infrastructure;
        this.ports = ports;
        this.history = new TcpProxy(ports.internalHistory(), DELAY);
        ports.gateways().stream().map(ServiceEndpoint::http).forEach(port -> clients.add(new TcpProxy(port, DELAY)));
    }

    /** Sends the gateways and the first message-service by the proxies. */
    ParleyOptions through(ParleyOptions options) {
        ParleyOptions all =
                options.with(ServiceKind.GATEWAY, "PARLEY_HISTORY_URL", "http://" + Ports.HOST + ":" + history.port());
        for (int gateway = 1; gateway <= ports.gateways().size(); gateway++) {
            all = all.with("gateway-" + gateway, "KAFKA_BOOTSTRAP_SERVERS", toKafka());
        }
        for (Map.Entry<String, String> setting : message().entrySet()) {
            all = all.with("message-service", setting.getKey(), setting.getValue());
        }
        return all;
    }

    /** How one message-service gets to PostgreSQL and Kafka, by proxies of its own. */
    Map<String, String> message() {
        TcpProxy edge = new TcpProxy(infrastructure.postgres().port(), DELAY);
        postgres.add(edge);
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://" + Ports.HOST + ":" + edge.port() + "/parley");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", toKafka());
        return settings;
    }

    private String toKafka() {
        int behind = Ports.anyFree();
        TcpProxy edge = new TcpProxy(behind, DELAY);
        kafka.add(edge);
        infrastructure.kafka().listenBehind(behind, edge.port());
        return Ports.HOST + ":" + edge.port();
    }

    List<TcpProxy> postgres() {
        return postgres;
    }

    List<TcpProxy> kafka() {
        return kafka;
    }

    List<TcpProxy> clients() {
        return clients;
    }

    TcpProxy history() {
        return history;
    }

    @Override
    public void close() {
        Stream.of(postgres, kafka, clients, List.of(history))
                .flatMap(List::stream)
                .forEach(TcpProxy::close);
    }
}
