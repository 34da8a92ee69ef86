package dev.parley.local.cli;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.process.Ports;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceProcess;
import dev.parley.local.service.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley up}: everything, in the foreground, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts PostgreSQL, Kafka, Keycloak and all services, and keeps them until Ctrl-C.",
        footer = {
            "",
            "Users of the local Keycloak: alice, bob, carol and admin. The password is the name.",
            "Data and logs stay in the data directory; --fresh begins anew."
        })
final class UpCommand implements Callable<Integer> {
    private static final int MOST_GATEWAYS = 20;
    private static final Duration LEFTOVERS_BOUND = Duration.ofSeconds(20);

    @Option(names = "--fresh", description = "Deletes the data of earlier runs first.")
    private boolean fresh;

    @Option(names = "--gateways", paramLabel = "N", defaultValue = "2", description = "How many gateways. (2)")
    private int gateways;

    @Mixin
    private UpPorts ports = new UpPorts();

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory. (.parley at the repository's top)")
    private @Nullable Path data;

    @Option(names = "--no-general", description = "Does not make the public room `general`.")
    private boolean noGeneral;

    @Option(
            names = "--train",
            description =
                    "First makes a cache of the services' start, if there is none. That takes half a minute or so;"
                            + " this start and every later one are then much quicker, until the next build.")
    private boolean train;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (gateways < 1 || gateways > MOST_GATEWAYS) {
            throw new CommandLine.ParameterException(
                    commandLine(), "--gateways must be between 1 and " + MOST_GATEWAYS + ", not " + gateways);
        }
        var out = commandLine().getOut();
        var progress = new ElapsedProgress(out);
        try (var directory = DataDirectory.open(dataDirectory())) {
            if (fresh) {
                progress.say("deleting the data in " + directory.path());
                directory.empty();
            }
            directory.rotateLogs();
            run(directory, progress, out);
        }
        return CommandLine.ExitCode.OK;
    }

    private void run(DataDirectory directory, Progress progress, PrintWriter out) throws InterruptedException {
        var plan = PortPlan.of(ports, gateways, freePorts(directory, progress));
        var options = new InfrastructureOptions(directory.path(), plan.postgres(), plan.kafka(), plan.keycloak());
        var infrastructure = Infrastructure.prepare(options, progress);
        var parley = Parley.prepare(infrastructure, ParleyOptions.on(plan.services()), progress);
        try (var running = new Running(infrastructure, parley, directory.path(), progress)) {
            try {
                start(infrastructure, parley, directory.path(), progress);
                printReady(addresses(infrastructure, parley), infrastructure, out);
                running.untilSomethingEnds();
            } catch (LocalFailure e) {
                if (!running.isStopping()) {
                    throw e;
                }
            }
        }
    }

    /** What a run that was killed has left ends by itself, after a moment in which it still holds its ports. */
    private static IntPredicate freePorts(DataDirectory directory, Progress progress) {
        if (!Addresses.areIn(directory.path())) {
            return Ports::isFree;
        }
        progress.say("the run before was killed; giving what it started time to end");
        Addresses.remove(directory.path());
        var end = System.nanoTime() + LEFTOVERS_BOUND.toNanos();
        return port -> Ports.becomesFree(port, end);
    }

    private void start(Infrastructure infrastructure, Parley parley, Path directory, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and Keycloak");
        infrastructure.start();
        if (train) {
            Training.ofBuilt(infrastructure, progress).ensure();
        }
        progress.say("starting the services");
        parley.start();
        var addresses = addresses(infrastructure, parley);
        if (!noGeneral) {
            GeneralRoom.ensure(addresses);
        }
        addresses.write(directory);
    }

    private static Addresses addresses(Infrastructure infrastructure, Parley parley) {
        return new Addresses(
                parley.gateways().stream().map(ServiceProcess::uri).toList(),
                parley.history().uri(),
                infrastructure.keycloak().issuer(),
                infrastructure.kafka().bootstrapServers(),
                infrastructure.postgres().reactiveUrl());
    }

    private static void printReady(Addresses addresses, Infrastructure infrastructure, PrintWriter out) {
        out.println();
        out.println("Parley is ready");
        for (var gateway : addresses.gateways()) {
            out.println("  gateway     " + gateway);
        }
        out.println("  history     " + addresses.history());
        out.println("  Keycloak    " + addresses.issuer() + "  (users alice, bob, carol, admin; password = name)");
        out.println("  Kafka       " + addresses.kafka());
        out.println("  PostgreSQL  " + addresses.postgres());
        out.println("  data, logs  " + infrastructure.options().dataDirectory());
        out.println("Ctrl-C stops everything.");
        out.flush();
    }

    private Path dataDirectory() {
        return data != null
                ? data.toAbsolutePath().normalize()
                : Workspace.find().dataDirectory();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec.commandLine();
    }
}
