package dev.parley.bench.target;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.contract.Topics;
import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.chat.ReturningCrowd;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.process.Jvm;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.Programs;
import dev.parley.local.service.Rehearsal;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServiceProcess;
import dev.parley.local.service.Training;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;

/**
 * A Parley for one run: PostgreSQL, Kafka and the services on free ports and empty data. In Keycloak's place stands the
 * {@link Issuer}. The limits of a single user are raised, because a load has fewer users than it has messages, and heaps are
 * those of a local system; all else is as it is shipped.
 */
public final class ParleySystem implements AutoCloseable {
    /** Twice what the services' clients take to ask again which partitions there are. */
    private static final Duration PARTITIONS_NOTICED = Duration.ofSeconds(20);

    private final Path data;
    private final Issuer issuer;
    private final Infrastructure infrastructure;
    private final ParleyOptions options;
    private final Parley parley;
    private final HttpClient http = HttpClient.newHttpClient();

    private ParleySystem(int gateways, Map<String, String> gatewaySettings, Progress progress) {
        data = Workspace.find()
                .dataDirectory()
                .resolve("bench-" + ProcessHandle.current().pid());
        issuer = new Issuer();
        infrastructure = Infrastructure.prepare(InfrastructureOptions.freePorts(data), progress);
        infrastructure.postgres().start();
        infrastructure.kafka().start();
        ParleyOptions chosen = ParleyOptions.gateways(gateways)
                .with(
                        ServiceKind.HISTORY,
                        "QUARKUS_OIDC_AUTH_SERVER_URL",
                        issuer.uri().toString())
                .with(
                        ServiceKind.GATEWAY,
                        "QUARKUS_OIDC_AUTH_SERVER_URL",
                        issuer.uri().toString())
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", "100000")
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", "100000");
        for (Map.Entry<String, String> setting : gatewaySettings.entrySet()) {
            chosen = chosen.with(ServiceKind.GATEWAY, setting.getKey(), setting.getValue());
        }
        options = chosen;
        parley = Parley.prepare(infrastructure, options, progress);
    }

    /** @param gatewaySettings environment of each gateway, beyond what it has anyway */
    public static ParleySystem start(int gateways, Map<String, String> gatewaySettings, Progress progress) {
        ParleySystem system = new ParleySystem(gateways, gatewaySettings, progress);
        try {
            system.parley.start();
            return system;
        } catch (RuntimeException failure) {
            system.close();
            throw failure;
        }
    }

    /** From here on the services start with what their JVMs keep of a start and a rehearsal, as images do. */
    public void train(Progress progress) {
        Programs programs = Programs.built(Workspace.find());
        Rehearsal rehearsal = new ReturningCrowd(() -> issuer.token("rehearsal"));
        new Training(infrastructure, options, programs, rehearsal, progress).ensure();
        for (ServiceKind kind : ServiceKind.values()) {
            if (!Files.exists(programs.startCache(kind).file())) {
                throw new LocalFailure(kind.module() + " has learnt nothing, and would be measured without");
            }
        }
    }

    /** From here on the services start as they do after a build. */
    public void forget() {
        try {
            for (ServiceKind kind : ServiceKind.values()) {
                Files.deleteIfExists(
                        Programs.built(Workspace.find()).startCache(kind).file());
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot forget what the services have learnt: " + e.getMessage(), e);
        }
    }

    public Issuer issuer() {
        return issuer;
    }

    public ServiceProcess gateway(int index) {
        return parley.gateway(index);
    }

    public Parley parley() {
        return parley;
    }

    public Infrastructure infrastructure() {
        return infrastructure;
    }

    /** Every process that serves, by name. */
    public Map<String, ProcessMeter> meters() {
        Map<String, ProcessMeter> meters = new LinkedHashMap<>();
        for (ServiceProcess service : parley.services()) {
            meters.put(service.name(), new ProcessMeter(service.pid()));
        }
        infrastructure
                .servers()
                .forEach(server -> server.process()
                        .ifPresent(process ->
                                meters.put(server.name().toLowerCase(Locale.ROOT), new ProcessMeter(process.pid()))));
        return meters;
    }

    /** Does one command by HTTP. @return the answer's JSON */
    public String command(String user, String json) {
        HttpRequest request = HttpRequest.newBuilder(parley.gateway(0).uri().resolve("/api/commands"))
                .header("Authorization", "Bearer " + issuer.token(user))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return answer(request);
    }

    /** The database, as its owner. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                infrastructure.postgres().jdbcUrl(),
                "parley",
                infrastructure.credentials().databasePassword());
    }

    /** A metric of a service, summed over the lines that hold a text; 0 if there are none. */
    public long metric(ServiceProcess service, String name, String text) {
        String metrics = answer(HttpRequest.newBuilder(service.managementUri().resolve("/q/metrics"))
                .build());
        return metrics.lines()
                .filter(line -> line.startsWith(name) && line.contains(text))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** More partitions for commands and events; the services notice within seconds, and that is waited for. */
    public void partitions(int count) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                infrastructure.kafka().bootstrapServers()))) {
            for (String topic : List.of(Topics.COMMANDS, Topics.EVENTS)) {
                int there = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic))
                        .partitions()
                        .size();
                if (there < count) {
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count)))
                            .all()
                            .get();
                }
            }
            Thread.sleep(PARTITIONS_NOTICED);
        } catch (ExecutionException e) {
            throw new LocalFailure("Kafka added no partitions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }

    /** What is in use of a service's heap after a full collection, which this causes. */
    public long heapBytes(ServiceProcess service) {
        try {
            new ProcessBuilder(Path.of(Jvm.home(), "bin", "jcmd").toString(), Long.toString(service.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalFailure("no jcmd beside the Java that runs this", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
        return metric(service, "jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** Reads from history-service. */
    public String read(String user, String path) {
        return answer(HttpRequest.newBuilder(parley.history().uri().resolve(path))
                .header("Authorization", "Bearer " + issuer.token(user))
                .build());
    }

    private String answer(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new LocalFailure(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new LocalFailure("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }

    /** Makes a room. @return its id */
    public String createRoom(String user, String id, String kind, List<String> members) {
        String list = members.isEmpty() ? "" : ",\"members\":[\"" + String.join("\",\"", members) + "\"]";
        String answer = command(
                user,
                "{\"type\":\"createRoom\",\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"kind\":\"" + kind + "\""
                        + list + "}");
        int at = answer.indexOf("\"room\":\"") + 8;
        return answer.substring(at, answer.indexOf('"', at));
    }

    @Override
    public void close() {
        parley.close();
        infrastructure.close();
        issuer.close();
        try {
            Folders.delete(data);
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + data, e);
        }
    }
}
