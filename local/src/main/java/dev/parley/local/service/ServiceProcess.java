package dev.parley.local.service;

import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One service that can go away and come back on the same ports. One thread at a time changes it. */
public final class ServiceProcess {
    private static final Duration START_BOUND = Duration.ofSeconds(180);

    private final ServiceKind kind;
    private final ChildCommand command;
    private final ServiceEndpoint endpoint;
    private volatile Map<String, String> more = Map.of();
    private volatile @Nullable ChildProcess process;

    ServiceProcess(ServiceKind kind, ChildCommand command, ServiceEndpoint endpoint) {
        this.kind = kind;
        this.command = command;
        this.endpoint = endpoint;
    }

    /** Starts it unless it runs, and returns when it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts it unless it runs, and returns at once. */
    public void launch() {
        if (!isAlive()) {
            process = ChildProcess.start(command.with(more));
        }
    }

    /** From its next start on this is in its environment as well, until something else is. */
    public void alsoWith(Map<String, String> environment) {
        more = Map.copyOf(environment);
    }

    public void awaitReady() {
        awaitReady(List.of());
    }

    /** Fails at once when one of those ended that it needs. */
    void awaitReady(Collection<ChildProcess> needed) {
        var launched = process().orElseThrow(() -> new LocalFailure(name() + " was not started"));
        Await.ready(launched, needed, START_BOUND, this::isReady);
    }

    /** SIGTERM; returns when it is gone. */
    public void stop() {
        process().ifPresent(ChildProcess::stop);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process().ifPresent(ChildProcess::kill);
    }

    /** It keeps its connections and says nothing until {@link #resume()}. */
    public void suspend() {
        process().ifPresent(ChildProcess::suspend);
    }

    public void resume() {
        process().ifPresent(ChildProcess::resume);
    }

    public boolean isAlive() {
        return process().map(ChildProcess::isAlive).orElse(false);
    }

    /** Whether its readiness check says so now. */
    public boolean isReady() {
        return Http.answersOk(managementUri().resolve("/q/health/ready"));
    }

    /** Whether its liveness check says so now; Kubernetes starts anew who says otherwise. */
    public boolean isLive() {
        return Http.answersOk(managementUri().resolve("/q/health/live"));
    }

    public ServiceKind kind() {
        return kind;
    }

    /** For example {@code gateway-1}. */
    public String name() {
        return command.name();
    }

    public long pid() {
        return process().map(ChildProcess::pid).orElseThrow(() -> new LocalFailure(name() + " was not started"));
    }

    /** {@code http://localhost:<port>}. */
    public URI uri() {
        return URI.create("http://localhost:" + endpoint.http());
    }

    /** {@code ws://localhost:<port>/ws}; only gateways answer there. */
    public URI webSocketUri() {
        return URI.create("ws://localhost:" + endpoint.http() + "/ws");
    }

    /** Health and metrics. */
    public URI managementUri() {
        return URI.create("http://" + Ports.HOST + ":" + endpoint.management());
    }

    public ServiceEndpoint endpoint() {
        return endpoint;
    }

    public Path logFile() {
        return command.log();
    }

    /** The process as it runs or ran last. */
    public Optional<ChildProcess> process() {
        return Optional.ofNullable(process);
    }
}
