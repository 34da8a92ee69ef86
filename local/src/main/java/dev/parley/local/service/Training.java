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
 * Starts each service once, on an infrastructure that runs, has them do what is rehearsed, if anything, and so their JVMs
 * write their {@link StartCache}.
 *
 * <p>It costs more than a start without one saves: half a minute of two cores, once for each build, and as much again for a
 * rehearsal.
 */
public final class Training {
    private static final String AS_FAST_AS_IT_GOES = "100000";

    private final Infrastructure infrastructure;
    private final ParleyOptions options;
    private final Programs programs;
    private final Rehearsal rehearsal;
    private final Progress progress;

    /** @param options the environment of the services; their ports are others, and so is how much one user may ask for */
    public Training(
            Infrastructure infrastructure,
            ParleyOptions options,
            Programs programs,
            Rehearsal rehearsal,
            Progress progress) {
        this.infrastructure = infrastructure;
        this.options = new ParleyOptions(ServicePorts.free(1), options.environment(), options.own())
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", AS_FAST_AS_IT_GOES)
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", AS_FAST_AS_IT_GOES);
        this.programs = programs;
        this.rehearsal = rehearsal;
        this.progress = progress;
    }

    /** Of the services as Maven built them, and their start alone: nothing is left in the data. */
    public static Training ofBuilt(Infrastructure infrastructure, Progress progress) {
        var programs = Programs.built(Workspace.find());
        return new Training(infrastructure, ParleyOptions.gateways(1), programs, Rehearsal.NONE, progress);
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
        var history = commands.history();
        var gateway = commands.gateway(1, options.ports().gateways().getFirst(), Map.of());
        var services = List.of(commands.message(1, options.ports().message(), Map.of()), history, gateway);
        try {
            services.forEach(ServiceProcess::launch);
            services.forEach(ServiceProcess::awaitReady);
            rehearse(gateway, history);
        } finally {
            Parley.stopAll(services);
        }
        for (var kind : ServiceKind.values()) {
            var cache = programs.startCache(kind);
            Files.move(cache.unfinished(), cache.file(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What was learnt until it failed is worth keeping. */
    private void rehearse(ServiceProcess gateway, ServiceProcess history) {
        try {
            rehearsal.perform(gateway.uri(), history.uri());
        } catch (LocalFailure e) {
            progress.say("the rehearsal was broken off: " + e.getMessage());
        }
    }

    private Stream<StartCache> caches() {
        return Stream.of(ServiceKind.values()).map(programs::startCache);
    }
}
