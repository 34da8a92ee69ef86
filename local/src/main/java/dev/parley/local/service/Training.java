package dev.parley.local.service;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts each service once, on an infrastructure that runs, so that its JVM writes its {@link StartCache}.
 *
 * <p>It costs more than a start without one saves: some 25 s of processor time for each service, once for each build.
 */
public final class Training {
    private final Infrastructure infrastructure;
    private final ParleyOptions options;
    private final Programs programs;
    private final Progress progress;

    /** @param options the environment of the services; their ports are others */
    public Training(Infrastructure infrastructure, ParleyOptions options, Programs programs, Progress progress) {
        this.infrastructure = infrastructure;
        this.options = new ParleyOptions(ServicePorts.free(1), options.environment(), options.own());
        this.programs = programs;
        this.progress = progress;
    }

    /** Of the services as Maven built them. */
    public static Training ofBuilt(Infrastructure infrastructure, Progress progress) {
        return new Training(infrastructure, ParleyOptions.gateways(1), Programs.built(Workspace.find()), progress);
    }

    /** Makes the caches unless all are there. Nothing depends on them: that one could not be made is said, and no failure. */
    public void ensure() {
        if (caches().allMatch(cache -> Files.exists(cache.file()))) {
            return;
        }
        var from = System.nanoTime();
        try {
            run();
            var took = Duration.ofNanos(System.nanoTime() - from);
            progress.say("the services have learnt their start (%.1f s)".formatted(took.toMillis() / 1000.0));
        } catch (LocalFailure | IOException e) {
            progress.say("the services start without having learnt it: " + e.getMessage());
        }
    }

    /** Where there was none, there is one afterwards. */
    private void run() throws IOException {
        var commands = ServiceCommands.training(infrastructure, options, programs);
        // message-service first: it makes the tables that history-service reads.
        var services = List.of(
                commands.message(1, options.ports().message(), Map.of()),
                commands.history(),
                commands.gateway(1, options.ports().gateways().getFirst(), Map.of()));
        try {
            services.forEach(ServiceProcess::launch);
            services.forEach(ServiceProcess::awaitReady);
        } finally {
            Parley.stopAll(services);
        }
        for (var kind : ServiceKind.values()) {
            var cache = programs.startCache(kind);
            Files.move(cache.unfinished(), cache.file(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Stream<StartCache> caches() {
        return Stream.of(ServiceKind.values()).map(programs::startCache);
    }
}
