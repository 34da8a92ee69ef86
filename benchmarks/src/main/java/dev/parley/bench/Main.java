package dev.parley.bench;

import dev.parley.bench.machine.Machine;
import dev.parley.bench.report.Results;
import dev.parley.bench.target.PeerServer;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./parley bench}. Exit status: 0 everything was measured, 1 something failed, 2 wrong usage. */
@Command(
        name = "parley bench",
        sortOptions = false,
        description = {
            "Starts a Parley of its own and measures it, with other servers beside it in the same run.",
            "Processor time and memory are read from the operating system, for each process. Linux only."
        })
public final class Main implements Callable<Integer> {
    /** Kept, because a logger that nobody refers to loses its level with the garbage collection. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    @Parameters(
            paramLabel = "SCENARIO",
            description = "One or more of: ${COMPLETION-CANDIDATES}. (fanout, idle)",
            completionCandidates = Scenarios.Names.class)
    private List<String> scenarios = List.of("fanout", "idle");

    @Option(
            names = "--peers",
            paramLabel = "A,B",
            split = ",",
            description =
                    "Measured beside Parley: some of ${COMPLETION-CANDIDATES}; or none. (all whose tools are here)",
            completionCandidates = Peers.class)
    private List<String> peers = PeerServer.names();

    @Option(names = "--no-parley", description = "Only the peers.")
    private boolean withoutParley;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1000", description = "fanout. (${DEFAULT-VALUE})")
    private int receivers;

    @Option(
            names = "--in-flight",
            paramLabel = "W",
            split = ",",
            defaultValue = "8,1",
            description = "fanout: messages in flight. (${DEFAULT-VALUE})")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--rate",
            paramLabel = "R",
            split = ",",
            description = "fanout, rooms: messages sent per second, however slowly they are answered. (fanout: none)")
    private List<Double> rates = List.of();

    @Option(
            names = "--text",
            paramLabel = "BYTES",
            defaultValue = "128",
            description = "Length of a message. (${DEFAULT-VALUE})")
    private int textBytes;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds; the median counts. (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = {
                "fanout, ingest, curves: warms up until the servers' just-in-time compilers rest, for at",
                "most this many times --seconds. (${DEFAULT-VALUE})"
            })
    private int warmUpStretchesMax;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long each server is measured in a round. (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "5000",
            description = "idle, storm. (${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "100",
            description = "rooms, ingest, storm. (${DEFAULT-VALUE})")
    private int rooms;

    @Option(
            names = "--ingest-in-flight",
            paramLabel = "W",
            defaultValue = "1000",
            description = "ingest: messages in flight, all rooms together. (${DEFAULT-VALUE})")
    private int ingestInFlight;

    @Option(
            names = "--events",
            paramLabel = "N",
            split = ",",
            defaultValue = "10000,1000000",
            description = "history: how many messages the rooms have. (${DEFAULT-VALUE})")
    private List<Long> events = List.of();

    @Option(
            names = "--curve",
            paramLabel = "N",
            split = ",",
            defaultValue = "10,100,1000,5000",
            description = "curves: receivers. (${DEFAULT-VALUE})")
    private List<Integer> curve = List.of();

    @Option(
            names = "--pictures",
            paramLabel = "FOLDER",
            description = "curves: where the SVG pictures go. (.parley/pictures)")
    private @Nullable Path pictures;

    @Option(
            names = "--gateway",
            paramLabel = "NAME=VALUE",
            description = "A variable in the gateways' environment, to try a setting. May be repeated.")
    private Map<String, String> gatewaySettings = Map.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where the results go, as JSON. (.parley/bench.json)")
    private @Nullable Path output;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    static final class Peers implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return PeerServer.names().iterator();
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
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter out = spec.commandLine().getOut();
        for (String scenario : scenarios) {
            if (!Scenarios.NAMES.contains(scenario)) {
                throw new ParameterException(spec.commandLine(), "unknown scenario: " + scenario);
            }
        }
        Results results = new Results(Machine.described(), line -> say(out, line));
        new Scenarios(plan(), results, line -> say(out, line)).run(scenarios);
        Path file = output == null ? Workspace.find().dataDirectory().resolve("bench.json") : output;
        results.write(file);
        say(out, "all of it in " + file);
        return CommandLine.ExitCode.OK;
    }

    private static void say(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    private Plan plan() {
        return new Plan(
                !withoutParley,
                peers,
                receivers,
                inFlight,
                rates,
                textBytes,
                rounds,
                warmUpStretchesMax,
                Duration.ofMillis((long) (seconds * 1000)),
                connections,
                rooms,
                ingestInFlight,
                events,
                curve,
                pictures == null ? Workspace.find().dataDirectory().resolve("pictures") : pictures,
                gatewaySettings);
    }
}
