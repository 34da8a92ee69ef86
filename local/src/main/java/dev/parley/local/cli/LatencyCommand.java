package dev.parley.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Command.CreateRoom;
import dev.parley.contract.Command.Post;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Tokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code parley latency}: how long a message takes from the request to the answer that it is committed, through all parts.
 * One after the other, so it says nothing of throughput; figures of one machine compare with figures of the same machine.
 */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description =
                "Posts messages to the running `parley up`, one after the other, and says how long each took to be"
                        + " answered: the first, and then the others.")
final class LatencyCommand implements Callable<Integer> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final int OK = 200;
    private static final int LONGEST_RUN_MESSAGES = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many, after the first. (200)")
    private int messages;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "10", description = "Messages a second. (10)")
    private int perSecond;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory of the running `parley up`.")
    private @Nullable Path data;

    @Spec
    private @Nullable CommandSpec spec;

    private final Codec codec = new Codec(Limits.DEFAULT);

    @Override
    public Integer call() {
        if (messages < 1 || messages > LONGEST_RUN_MESSAGES || perSecond < 1) {
            throw new LocalFailure("--messages is 1 to " + LONGEST_RUN_MESSAGES + ", --rate at least 1");
        }
        var addresses = Addresses.read(data != null ? data : Workspace.find().dataDirectory());
        var token = new Tokens(addresses.issuer()).of("alice");
        var request = Http.request(addresses.gateways().getFirst().resolve("/api/commands"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        var run = UUID.randomUUID().toString();
        var room = UUID.fromString(accepted(request, new CreateRoom(run, "latency", RoomKind.PRIVATE, null, List.of()))
                .path("room")
                .asText());
        long first = post(request, room, run + "-0");
        long[] nanos = new long[messages];
        for (int i = 0; i < messages; i++) {
            LockSupport.parkNanos(NANOS_PER_SECOND / perSecond);
            nanos[i] = post(request, room, run + "-" + (i + 1));
        }
        print(first, nanos);
        return CommandLine.ExitCode.OK;
    }

    private long post(HttpRequest.Builder request, UUID room, String id) {
        long begun = System.nanoTime();
        accepted(request, new Post(id, room, "how long does this take?", null));
        return System.nanoTime() - begun;
    }

    private JsonNode accepted(HttpRequest.Builder request, dev.parley.contract.Command command) {
        try {
            var answer = Http.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(codec.encode(command))));
            if (answer.statusCode() != OK) {
                throw new LocalFailure("the gateway answered " + answer.statusCode() + ": "
                        + answer.body().strip());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalFailure("the gateway did not answer: " + e.getMessage(), e);
        }
    }

    private void print(long first, long[] nanos) {
        Arrays.sort(nanos);
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "first %.1f ms; then %d messages at %d/s: median %.1f ms, p99 %.1f ms, worst %.1f ms%n",
                        first / NANOS_PER_MILLI,
                        nanos.length,
                        perSecond,
                        nanos[nanos.length / 2] / NANOS_PER_MILLI,
                        nanos[(int) Math.ceil(nanos.length * 0.99) - 1] / NANOS_PER_MILLI,
                        nanos[nanos.length - 1] / NANOS_PER_MILLI);
    }
}
