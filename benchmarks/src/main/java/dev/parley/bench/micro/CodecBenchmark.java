package dev.parley.bench.micro;

import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The codec's part of a message's way: once for each post, once for each event, once for each room and poll. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final UUID ROOM = UUID.fromString("0199f0c2-7c3e-4b1a-9d55-4c8f1f5e2a10");

    private final Codec codec = new Codec(Limits.DEFAULT);
    private final String post =
            "{\"type\":\"post\",\"id\":\"c-1\",\"room\":\"" + ROOM + "\",\"text\":\"" + "a".repeat(128) + "\"}";
    private final byte[] eventJson =
            ("{\"sequence\":58,\"type\":\"message.posted\",\"at\":\"2026-11-22T18:00:00.123Z\","
                            + "\"by\":{\"id\":\"u-1\",\"name\":\"alice\"},\"command\":\"c-1\",\"text\":\""
                            + "a".repeat(128)
                            + "\",\"mentions\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
    private final List<byte[]> batch = Collections.nCopies(8, eventJson);

    @Benchmark
    public Decoded<ClientFrame> readPost() {
        return codec.clientFrame(post);
    }

    @Benchmark
    public Decoded<Event> readEvent() {
        return codec.event(eventJson);
    }

    /** What a gateway does for a room and poll, however many listen. */
    @Benchmark
    public byte[] wrapEightEvents() {
        return Codec.eventsFrame(ROOM, "0a1b2c3d", batch);
    }
}
