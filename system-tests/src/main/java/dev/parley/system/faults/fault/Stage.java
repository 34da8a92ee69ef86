package dev.parley.system.faults.fault;

import dev.parley.contract.Topics;
import dev.parley.local.Progress;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.process.Ports;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServicePorts;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.plant.Planter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;

/**
 * The whole system on free ports: two message-services, so that Kafka's partitions can move between them, one history-service
 * and some gateways. Proxies stand before each message-service's PostgreSQL, before history-service's internal port and before
 * each gateway.
 */
public final class Stage implements AutoCloseable {
    private static final Duration PROXY_DELAY = Duration.ofMillis(300);
    private static final String RATE = "500";

    private final Infrastructure infrastructure;
    private final Parley parley;
    private final Parley second;
    private final List<TcpProxy> postgresEdges = new ArrayList<>();
    private final TcpProxy historyEdge;
    private final Planter planter;
    private final List<TcpProxy> clientEdges = new ArrayList<>();

    private Stage(Infrastructure infrastructure, int gateways) {
        this.infrastructure = infrastructure;
        ServicePorts ports = ServicePorts.free(gateways);
        this.historyEdge = new TcpProxy(ports.internalHistory(), PROXY_DELAY);
        ParleyOptions options = message(ParleyOptions.on(ports))
                .with(ServiceKind.GATEWAY, "PARLEY_HISTORY_URL", "http://" + Ports.HOST + ":" + historyEdge.port())
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEARTBEAT", "5s")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEARTBEAT_GRACE", "3s")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_DRAIN", "3s")
                // One person talks more here than people do.
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", RATE)
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", RATE);
        this.parley = Parley.prepare(infrastructure, options, Progress.silent());
        this.second = Parley.prepare(infrastructure, message(ParleyOptions.gateways(0)), Progress.silent());
        this.planter = new Planter(services(), infrastructure.options().logs());
        ports.gateways().forEach(endpoint -> clientEdges.add(new TcpProxy(endpoint.http(), PROXY_DELAY)));
    }

    /** Starts everything and returns when it is ready. */
    public static Stage start(Path dataDirectory, int gateways, Progress progress) {
        Infrastructure infrastructure = Infrastructure.start(InfrastructureOptions.freePorts(dataDirectory), progress);
        try {
            Stage stage = new Stage(infrastructure, gateways);
            stage.parley.start();
            stage.second.message().start();
            progress.say("all services are ready");
            return stage;
        } catch (RuntimeException e) {
            infrastructure.close();
            throw e;
        }
    }

    private ParleyOptions message(ParleyOptions options) {
        TcpProxy edge = new TcpProxy(infrastructure.postgres().port(), PROXY_DELAY);
        postgresEdges.add(edge);
        return options.with(
                        ServiceKind.MESSAGE,
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "postgresql://" + Ports.HOST + ":" + edge.port() + "/parley")
                // Short, so that a frozen one loses its partitions within a fault.
                .with(ServiceKind.MESSAGE, "MP_MESSAGING_INCOMING_COMMANDS_SESSION_TIMEOUT_MS", "6000")
                .with(ServiceKind.MESSAGE, "MP_MESSAGING_INCOMING_COMMANDS_HEARTBEAT_INTERVAL_MS", "1500");
    }

    public Infrastructure infrastructure() {
        return infrastructure;
    }

    public List<ServiceProcess> gateways() {
        return parley.gateways();
    }

    /** Both message-services. */
    public List<ServiceProcess> messages() {
        return List.of(parley.message(), second.message());
    }

    public ServiceProcess history() {
        return parley.history();
    }

    /** The port that only gateways use, past the proxy. */
    public URI internalHistory() {
        return parley.internalHistoryUri();
    }

    /** Where clients connect, one for each gateway. */
    public List<Integer> doors() {
        return clientEdges.stream().map(TcpProxy::port).toList();
    }

    List<TcpProxy> postgresEdges() {
        return postgresEdges;
    }

    TcpProxy historyEdge() {
        return historyEdge;
    }

    List<TcpProxy> clientEdges() {
        return clientEdges;
    }

    public List<ServiceProcess> services() {
        return Stream.concat(parley.services().stream(), Stream.of(second.message()))
                .toList();
    }

    /** Puts bugs and crash points into the services. */
    public Planter planter() {
        return planter;
    }

    public boolean ready() {
        return services().stream().allMatch(ServiceProcess::isReady);
    }

    /** Two more for each of the topics that have keys which matter. */
    void addPartitions() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                infrastructure.kafka().bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            List<String> topics = List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPLIES);
            Map<String, NewPartitions> more = new HashMap<>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> more.put(
                            name, NewPartitions.increaseTo(topic.partitions().size() + 2)));
            admin.createPartitions(more).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not add partitions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        parley.gateways().forEach(ServiceProcess::kill);
        second.close();
        parley.close();
        infrastructure.close();
        postgresEdges.forEach(TcpProxy::close);
        clientEdges.forEach(TcpProxy::close);
        historyEdge.close();
    }
}
