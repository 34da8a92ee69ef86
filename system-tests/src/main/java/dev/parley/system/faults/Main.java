package dev.parley.system.faults;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.system.faults.fault.Catalogue;
import dev.parley.system.plant.agent.Bug;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./parley faults}. Exit status: 0 every column is 0, 1 not, 2 wrong usage. */
@Command(
        name = "parley faults",
        sortOptions = false,
        description = {
            "Starts a system of its own, puts it under load, breaks and mends it as a seed decides, and checks that"
                    + " nothing acknowledged was lost, doubled or reordered.",
            "The exit status is 1 if any line of the final table is not 0."
        })
public final class Main implements Callable<Integer> {
    /** Kept, because a logger that nobody refers to loses its level with the garbage collection. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides which faults come, in which order and for how long. (random)")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description = "How long faults go on, for example 0.5. (${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--faults",
            paramLabel = "A,B",
            split = ",",
            description = "Only some of: ${COMPLETION-CANDIDATES}. (all)",
            completionCandidates = Names.class)
    private List<String> faults = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many faults may be on at once. (${DEFAULT-VALUE})")
    private int overlapping;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many people. (${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rooms at first. (${DEFAULT-VALUE})")
    private int rooms;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "40",
            description = "Commands a second of all users together. (${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--no-fsync",
            description = "PostgreSQL does not wait for its disk. A power cut then loses what was acknowledged, and the"
                    + " run must say so.")
    private boolean noFsync;

    @Option(
            names = "--plant",
            paramLabel = "A,B",
            split = ",",
            description =
                    "Plants bugs into the services to show that the checks notice them: a short run for each. Of the"
                            + " other options only --seed and --keep count. Some of: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Bugs.class)
    private List<String> plants = List.of();

    @Option(names = "--keep", description = "Keeps data and logs.")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Catalogue.names().iterator();
        }
    }

    static final class Bugs implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Stream.of(Bug.values()).map(Bug::label).iterator();
        }
    }

    public static void main(String[] arguments) {
        KAFKA.setLevel(Level.OFF);
        var command = new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed);
        int status = command.execute(arguments);
        System.out.flush();
        System.exit(status);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        String message = failure instanceof LocalFailure ? failure.getMessage() : failure.toString();
        command.getErr().println("parley: " + message);
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = plan(spec.commandLine());
        out.printf("seed %d, data and logs in %s%n", plan.seed(), plan.dataDirectory());
        out.flush();
        long from = System.nanoTime();
        Progress progress = line -> {
            synchronized (out) {
                out.printf("%6.1f s  %s%n", (System.nanoTime() - from) / 1e9, line);
                out.flush();
            }
        };
        if (!plants.isEmpty()) {
            return planted(bugs(spec.commandLine()), plan, progress, out);
        }
        Outcome outcome = Run.of(plan, progress);
        new Report(outcome, out).print();
        return outcome.good() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** A run is as good or bad as ever: one with a bug in it that ends well did not notice it. */
    private static int planted(List<Bug> bugs, Plan plan, Progress progress, PrintWriter out)
            throws InterruptedException {
        boolean good = true;
        List<String> unnoticed = new ArrayList<>();
        try (var runs = PlantedRuns.start(plan, progress)) {
            for (Bug bug : bugs) {
                Outcome outcome = runs.with(bug, plan.seed());
                new Report(outcome, out).print();
                good &= outcome.good();
                if (!Proof.of(bug).caught(outcome.verdict())) {
                    unnoticed.add(bug.label());
                }
            }
        }
        out.printf(
                "%nbugs planted: %d, as expected: %d%s%n",
                bugs.size(),
                bugs.size() - unnoticed.size(),
                unnoticed.isEmpty() ? "" : ", not: " + String.join(", ", unnoticed));
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Bug> bugs(CommandLine command) {
        return plants.stream()
                .map(name -> Bug.named(name).orElseThrow(() -> new ParameterException(command, "no such bug: " + name)))
                .toList();
    }

    private Plan plan(CommandLine command) {
        long chosen = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        Path data = Workspace.find()
                .dataDirectory()
                .resolve("faults-" + ProcessHandle.current().pid());
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        try {
            return new Plan(chosen, length, faults, false, overlapping, users, rooms, rate, !noFsync, data, keep);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }
}
