package dev.parley.local.infrastructure;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Jvm;
import dev.parley.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** One Kafka node, broker and controller in one, with the topics that the services use. */
public final class KafkaBroker extends Server {
    private static final Duration START_BOUND = Duration.ofSeconds(180);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Workspace workspace;
    private final InfrastructureOptions options;
    private final int port;
    private final int controllerPort;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    KafkaBroker(Workspace workspace, InfrastructureOptions options) {
        super("Kafka");
        this.workspace = workspace;
        this.options = options;
        this.port = Ports.orAnyFree(options.kafkaPort());
        this.controllerPort = Ports.anyFree();
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /**
     * From the next start on, one listener more, whose clients are told that the broker is at another port: a proxy's. Kafka
     * tells its clients where to connect, so without this they would go past any proxy after their first question.
     */
    public void listenBehind(int port, int advertisedPort) {
        listeners.add(new Listener("EDGE" + (listeners.size() + 1), port, advertisedPort));
    }

    private record Listener(String name, int port, int advertisedPort) {}

    /** Everything that Kafka writes but its log lies below; it may be a disk of its own. */
    public Path folder() {
        return home();
    }

    private Path home() {
        return options.dataDirectory().resolve("kafka");
    }

    private Path log() {
        return options.logs().resolve("kafka.log");
    }

    @Override
    ChildProcess launch() {
        try {
            Files.createDirectories(home());
            Files.createDirectories(options.logs());
            copyLogging();
            var configuration = home().resolve("server.properties");
            Files.writeString(configuration, configuration());
            if (!isFormatted()) {
                format(configuration);
            }
            return ChildProcess.start(new ChildCommand(
                    name(),
                    java(384, "kafka.Kafka", configuration.toString()),
                    Map.of(),
                    home(),
                    log(),
                    "TERM",
                    GRACE));
        } catch (IOException e) {
            throw new LocalFailure("cannot prepare Kafka in " + home() + ": " + e.getMessage(), e);
        }
    }

    @Override
    void awaitReady(ChildProcess started) {
        // An admin client that finds nobody listening tries again without a pause and keeps a core busy.
        Await.ready(started, START_BOUND, () -> Ports.answers(port));
        try (var topics = new KafkaTopics(bootstrapServers())) {
            Await.ready(started, START_BOUND, topics::ensured);
        }
    }

    private List<String> java(int heapMegabytes, String mainClass, String... arguments) {
        var command = new ArrayList<>(List.of(
                Jvm.program(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.config.file=" + home().resolve("logging.properties"),
                "-cp",
                workspace.libraries() + "/*",
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A mark stands while it is formatted, so a format that was interrupted is done again from nothing. */
    private void format(Path configuration) throws IOException {
        Folders.delete(home().resolve("data"));
        var unfinished = home().resolve("format.unfinished");
        Files.writeString(unfinished, "");
        var clusterId = Uuid.randomUuid().toString();
        var command = java(
                128,
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                clusterId,
                "--config",
                configuration.toString());
        ChildProcess.run(
                new ChildCommand("Kafka's format", command, Map.of(), home(), log(), "TERM", GRACE), START_BOUND);
        Files.delete(unfinished);
    }

    private boolean isFormatted() {
        return Files.exists(home().resolve("data/meta.properties"))
                && !Files.exists(home().resolve("format.unfinished"));
    }

    /** The sizes fit a laptop: few threads, few partitions of Kafka's own topics, small buffers. */
    private String configuration() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%1$s:%3$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d%5$s
                advertised.listeners=PLAINTEXT://%1$s:%2$d%6$s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT%7$s
                log.dirs=%4$s
                auto.create.topics.enable=false
                num.network.threads=2
                num.io.threads=4
                num.recovery.threads.per.data.dir=1
                background.threads=2
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=2
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                log.segment.bytes=67108864
                log.retention.check.interval.ms=60000
                metrics.recording.level=INFO
                %8$s
                """.formatted(
                Ports.HOST,
                port,
                controllerPort,
                home().resolve("data"),
                more(listener -> ",%s://%s:%d".formatted(listener.name(), Ports.HOST, listener.port())),
                more(listener -> ",%s://%s:%d".formatted(listener.name(), Ports.HOST, listener.advertisedPort())),
                more(listener -> "," + listener.name() + ":PLAINTEXT"),
                more(listener -> "listener.name.%s.num.network.threads=1\n"
                        .formatted(listener.name().toLowerCase(Locale.ROOT))));
    }

    private String more(Function<Listener, String> text) {
        return listeners.stream().map(text).collect(Collectors.joining());
    }

    private void copyLogging() throws IOException {
        try (var resource = KafkaBroker.class.getResourceAsStream("kafka-logging.properties")) {
            if (resource == null) {
                throw new IOException("kafka-logging.properties is not on the class path");
            }
            Files.write(home().resolve("logging.properties"), resource.readAllBytes());
        }
    }
}
