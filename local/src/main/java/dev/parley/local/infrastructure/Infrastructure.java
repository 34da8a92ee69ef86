package dev.parley.local.infrastructure;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and Keycloak on the loopback address with one data directory. Started again on the same directory they
 * have the same data.
 */
public final class Infrastructure implements AutoCloseable {
    private final InfrastructureOptions options;
    private final Progress progress;
    private final Credentials credentials;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final KeycloakServer keycloak;

    private Infrastructure(Workspace workspace, InfrastructureOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.credentials = Credentials.of(options.dataDirectory());
        this.postgres = new PostgresServer(workspace, options, credentials);
        this.kafka = new KafkaBroker(workspace, options);
        this.keycloak = new KeycloakServer(workspace, options, progress);
    }

    /** Chooses ports and credentials; nothing runs before {@link #start()}. */
    public static Infrastructure prepare(InfrastructureOptions options, Progress progress) {
        try {
            Files.createDirectories(options.dataDirectory());
        } catch (IOException e) {
            throw new LocalFailure(
                    "cannot make the data directory " + options.dataDirectory() + ": " + e.getMessage(), e);
        }
        return new Infrastructure(Workspace.find(), options, progress);
    }

    /** Prepares and starts; if one server fails, none is left running. */
    public static Infrastructure start(InfrastructureOptions options, Progress progress) {
        var infrastructure = prepare(options, progress);
        infrastructure.start();
        return infrastructure;
    }

    /** Starts all servers at once and returns when all answer. The first that fails takes the others down. */
    public void start() {
        var failure = new AtomicReference<@Nullable RuntimeException>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            servers()
                    .forEach(server -> threads.execute(() -> {
                        try {
                            start(server);
                        } catch (RuntimeException e) {
                            if (failure.compareAndSet(null, e)) {
                                close();
                            }
                        }
                    }));
        }
        var first = failure.get();
        if (first != null) {
            // Again, for a server that was only being prepared when the failure came.
            close();
            throw first;
        }
    }

    private void start(Server server) {
        var from = System.nanoTime();
        server.start();
        var took = Duration.ofNanos(System.nanoTime() - from);
        progress.say("%s is up (%.1f s)".formatted(server.name(), took.toMillis() / 1000.0));
    }

    /** In the order of dependence: who stands later may need who stands before. */
    public List<Server> servers() {
        return List.of(postgres, kafka, keycloak);
    }

    public InfrastructureOptions options() {
        return options;
    }

    public Credentials credentials() {
        return credentials;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    public Tokens tokens() {
        return new Tokens(keycloak.issuer());
    }

    /** Keycloak first, PostgreSQL last; returns when nothing runs any more. */
    @Override
    public void close() {
        for (var server : servers().reversed()) {
            server.stop();
        }
    }
}
