package dev.parley.local.cli;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ServiceProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What {@code parley up} has running. It is stopped in one order, services first and PostgreSQL last, whether the command
 * fails or a signal ends it; the second comes as a shutdown hook on a thread of its own.
 */
final class Running implements AutoCloseable {
    private final Infrastructure infrastructure;
    private final Parley parley;
    private final Path dataDirectory;
    private final Progress progress;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Running(Infrastructure infrastructure, Parley parley, Path dataDirectory, Progress progress) {
        this.dataDirectory = dataDirectory;
        this.infrastructure = infrastructure;
        this.parley = parley;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "parley-stop"));
    }

    /** Waits until a process ends that should not, which is a failure; a signal ends the JVM and never returns from here. */
    void untilSomethingEnds() throws InterruptedException {
        var ends = Stream.concat(
                        infrastructure.servers().stream().map(Server::process),
                        parley.services().stream().map(ServiceProcess::process))
                .flatMap(Optional::stream)
                .map(child -> child.onExit().thenApply(status -> new End(child, status)))
                .<CompletableFuture<?>>toArray(CompletableFuture[]::new);
        try {
            var first = (End) CompletableFuture.anyOf(ends).get();
            throw new LocalFailure(first.child().command().name() + " ended with status " + first.status() + "; see "
                    + first.child().command().log());
        } catch (ExecutionException e) {
            throw new LocalFailure("lost sight of a process: " + e.getMessage(), e);
        }
    }

    /** Whether the stop has begun; what fails from then on fails because of it. */
    boolean isStopping() {
        return stopping.get();
    }

    private record End(ChildProcess child, int status) {}

    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            stopped.join();
            return;
        }
        try {
            progress.say("stopping");
            Addresses.remove(dataDirectory);
            parley.close();
            infrastructure.close();
            progress.say("stopped");
        } finally {
            stopped.complete(null);
        }
    }
}
