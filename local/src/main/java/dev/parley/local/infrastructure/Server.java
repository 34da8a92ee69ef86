package dev.parley.local.infrastructure;

import dev.parley.local.process.ChildProcess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that can go away and come back: same port, same data. One thread at a time changes it. */
public abstract sealed class Server permits PostgresServer, KafkaBroker, KeycloakServer {
    private final String name;
    private volatile @Nullable ChildProcess process;

    Server(String name) {
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /** Starts it unless it runs, and returns when it answers. */
    public final void start() {
        if (isAlive()) {
            return;
        }
        var started = launch();
        process = started;
        awaitReady(started);
    }

    /** Prepares what must be there and starts the process; doesn't wait. */
    abstract ChildProcess launch();

    abstract void awaitReady(ChildProcess started);

    /** An orderly stop; returns when it is gone. */
    public final void stop() {
        process().ifPresent(ChildProcess::stop);
    }

    /** SIGKILL; returns when it is gone. */
    public final void kill() {
        process().ifPresent(ChildProcess::kill);
    }

    /** It stays connected and says nothing until {@link #resume()}. */
    public final void suspend() {
        process().ifPresent(ChildProcess::suspend);
    }

    public final void resume() {
        process().ifPresent(ChildProcess::resume);
    }

    public final boolean isAlive() {
        return process().map(ChildProcess::isAlive).orElse(false);
    }

    /** The process as it runs or ran last. */
    public final Optional<ChildProcess> process() {
        return Optional.ofNullable(process);
    }
}
