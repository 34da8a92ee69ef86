package dev.parley.system.faults.fault;

import dev.parley.contract.Topics;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServicePorts;
import dev.parley.local.service.ServiceProcess;
import dev.parley.local.service.Training;
import dev.parley.system.plant.Planter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on free ports: two message-services, so that Kafka's partitions can move between them, one history-service
 * and some gateways, with proxies on the {@link Edges}. Where it can be, PostgreSQL and Kafka each have a {@link Disk}, and
 * one message-service and one gateway a {@link Clock}.
 */
public final class Stage implements AutoCloseable {
    private static final String RATE = "500";
    private static final String WITH_CLOCK = "gateway-1";

    private final Infrastructure infrastructure;
    private final ServicePorts ports;
    private final Edges edges;
    private final @Nullable Disk postgresDisk;
    private final @Nullable Disk kafkaDisk;
    private final @Nullable Clock messageClock;
    private final @Nullable Clock gatewayClock;
    private @Nullable Parley parley;
    private @Nullable Planter planter;

    private Stage(StagePlan plan, Progress progress) {
        boolean disks = plan.disks() && can("full disks and power cuts", Disk.unavailable(scratch(plan)), progress);
        boolean clocks = plan.clocks() && can("clocks that jump", Clock.unavailable(), progress);
        this.infrastructure = Infrastructure.prepare(InfrastructureOptions.freePorts(plan.dataDirectory()), progress);
        if (!plan.fsync()) {
            infrastructure.postgres().set("fsync", "off");
        }
        this.ports = ServicePorts.free(plan.gateways());
        this.edges = new Edges(infrastructure, ports);
        this.postgresDisk = disks ? Disk.mount(infrastructure.postgres().folder(), scratch(plan)) : null;
        this.kafkaDisk = disks ? Disk.mount(infrastructure.kafka().folder(), scratch(plan)) : null;
        this.messageClock = clocks ? Clock.at(plan.dataDirectory().resolve("clocks/message")) : null;
        this.gatewayClock = clocks ? Clock.at(plan.dataDirectory().resolve("clocks/gateway")) : null;
    }

    private static Path scratch(StagePlan plan) {
        return plan.dataDirectory().resolve("disks");
    }

    private static boolean can(String what, Optional<String> reasonAgainst, Progress progress) {
        reasonAgainst.ifPresent(reason -> progress.say("left out: %s; %s".formatted(what, reason)));
        return reasonAgainst.isEmpty();
    }

    /** Starts everything and returns when it is ready. */
    public static Stage start(StagePlan plan, Progress progress) {
        Stage stage = new Stage(plan, progress);
        try {
            stage.start(progress);
            return stage;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    private void start(Progress progress) {
        // All proxies are there before Kafka starts, because it has to know them.
        Map<String, String> second = edges.message();
        ParleyOptions options = options();
        infrastructure.start();
        // As in the images. A power cut has everything start at once, and it is measured how long that takes.
        Training.ofBuilt(infrastructure, progress).ensure();
        Parley services = Parley.prepare(infrastructure, options, Progress.silent());
        parley = services;
        services.start();
        if (messageClock != null) {
            second.putAll(messageClock.environment());
        }
        services.addMessage(second);
        planter = new Planter(services.services(), infrastructure.options().logs());
        progress.say("all services are ready");
    }

    private ParleyOptions options() {
        ParleyOptions options = edges.through(ParleyOptions.on(ports));
        for (ServiceKind kind : ServiceKind.values()) {
            // They are started so often here, and do so little, that the second compiler costs more than it brings.
            options = options.with(kind, "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        }
        options = options.with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEARTBEAT", "5s")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEARTBEAT_GRACE", "3s")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_DRAIN", "3s")
                // What Kafka lost at the end is looked for in each silence that a run takes for rest.
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEAD_CHECK", "1s")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_BROADCAST_DELAY", "250ms")
                // One person talks more here than people do.
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", RATE)
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", RATE);
        if (gatewayClock != null) {
            for (Map.Entry<String, String> setting : gatewayClock.environment().entrySet()) {
                options = options.with(WITH_CLOCK, setting.getKey(), setting.getValue());
            }
        }
        return options;
    }

    private Parley parley() {
        return started(parley);
    }

    private static <T> T started(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("not started");
        }
        return thing;
    }

    public Infrastructure infrastructure() {
        return infrastructure;
    }

    public List<ServiceProcess> gateways() {
        return parley().gateways();
    }

    /** Both message-services. */
    public List<ServiceProcess> messages() {
        return parley().messages();
    }

    public ServiceProcess history() {
        return parley().history();
    }

    /** The port that only gateways use, past the proxy. */
    public URI internalHistory() {
        return parley().internalHistoryUri();
    }

    /** Where clients connect, one for each gateway. */
    public List<Integer> doors() {
        return edges.clients().stream().map(TcpProxy::port).toList();
    }

    Edges edges() {
        return edges;
    }

    Optional<Disk> postgresDisk() {
        return Optional.ofNullable(postgresDisk);
    }

    Optional<Disk> kafkaDisk() {
        return Optional.ofNullable(kafkaDisk);
    }

    Optional<Clock> messageClock() {
        return Optional.ofNullable(messageClock);
    }

    Optional<Clock> gatewayClock() {
        return Optional.ofNullable(gatewayClock);
    }

    /** The first, whose name is {@link #WITH_CLOCK}. */
    ServiceProcess gatewayWithClock() {
        return gateways().getFirst();
    }

    /** The second, which is started by itself. */
    ServiceProcess messageWithClock() {
        return messages().getLast();
    }

    public List<ServiceProcess> services() {
        return parley().services();
    }

    /** Puts bugs and crash points into the services. */
    public Planter planter() {
        return started(planter);
    }

    public boolean ready() {
        return services().stream().allMatch(ServiceProcess::isReady);
    }

    /** What was set up stays, whatever loses its power later. */
    public void keepWhatIsThere() {
        if (postgresDisk != null && kafkaDisk != null) {
            infrastructure.postgres().checkpoint();
            postgresDisk.sync();
            kafkaDisk.sync();
        }
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
            throw new LocalFailure("Kafka did not add partitions: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (parley != null) {
            parley.gateways().forEach(ServiceProcess::kill);
            parley.close();
        }
        infrastructure.close();
        edges.close();
        Stream.of(postgresDisk(), kafkaDisk()).flatMap(Optional::stream).forEach(Disk::close);
    }
}
