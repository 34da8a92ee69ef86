package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The core's part of a delivery: from a poll that brought eight events of one room to the frame and whom it goes to, without
 * sockets. What comes after is a system call for each of them and is measured by {@code ./parley bench fanout}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanoutBenchmark {
    private static final UUID ROOM = new UUID(0, 1);
    private static final UUID ELSEWHERE = new UUID(0, 2);
    private static final int EVENTS = 8;
    private static final int LANES = 2;
    private static final int RING_BYTES = 32 * 1024 * 1024;

    @Param({"10", "1000", "5000"})
    int receivers;

    private final Hands hands = new Hands();
    private final byte[] json = ("{\"sequence\":58,\"type\":\"message.posted\",\"at\":\"2026-11-22T18:00:00.123Z\","
                    + "\"by\":{\"id\":\"u-1\",\"name\":\"alice\"},\"command\":\"c-1\",\"text\":\""
                    + "a".repeat(128)
                    + "\",\"mentions\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    private Switchboard switchboard = switchboard();
    private long sequence;

    private record Seat(String user, int lane) implements Listener {}

    @Setup(Level.Iteration)
    public void everybodyListens() {
        switchboard = switchboard();
        sequence = 0;
        for (int i = 0; i < receivers; i++) {
            Listener listener = new Seat("user-" + i, i % LANES);
            switchboard.attach(listener);
            switchboard.subscribeMine(listener, "all");
        }
    }

    private Switchboard switchboard() {
        return new Switchboard(
                new AtOnce(),
                hands,
                new Nobody(),
                new Codec(Limits.DEFAULT),
                new Reach(Limits.DEFAULT.resumeEvents(), RING_BYTES, Duration.ofSeconds(3), 65_536));
    }

    @Benchmark
    public void eightEventsToEverybody(Blackhole into) {
        hands.into = into;
        switchboard.arrived(poll(ROOM));
    }

    @Benchmark
    public void eightEventsThatConcernNobodyHere(Blackhole into) {
        hands.into = into;
        switchboard.arrived(poll(ELSEWHERE));
    }

    private List<Arrival> poll(UUID room) {
        List<Arrival> arrivals = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            arrivals.add(new Arrival(room, "e", new LoggedEvent(++sequence, LoggedEvent.Effect.NONE, null, json)));
        }
        return arrivals;
    }

    /** Takes each frame for each of its receivers, and leaves it at that. */
    private static final class Hands implements Outlet {
        private @Nullable Blackhole into;

        @Override
        public void deliver(Audience audience, byte[] frame) {
            Blackhole into = Objects.requireNonNull(this.into);
            for (int lane = 0; lane < audience.lanes(); lane++) {
                for (Listener listener : audience.in(lane)) {
                    into.consume(listener);
                }
            }
            into.consume(frame);
        }

        @Override
        public void send(Listener listener, byte[] frame) {}

        @Override
        public void send(Listener listener, byte[] frame, Runnable written) {
            written.run();
        }

        @Override
        public void close(Listener listener, CloseCode code) {
            throw new IllegalStateException(code.toString());
        }
    }

    /** Everybody is a member of the one room, and is told so at once. */
    private static final class AtOnce implements Past {
        @Override
        public void standings(String user, List<UUID> rooms, Consumer<Reply<List<Standing>>> then) {
            throw new IllegalStateException("nobody asks for a room");
        }

        @Override
        public void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then) {
            then.accept(new Reply.Known<>(List.of(new Standing.Seen(ROOM, "e", 0, Role.MEMBER))));
        }

        @Override
        public void events(UUID room, long after, int limit, Consumer<Reply<Page>> then) {
            throw new IllegalStateException("nothing is missing");
        }

        @Override
        public void after(Duration delay, Runnable then) {}
    }

    private static final class Nobody implements Attendance {
        @Override
        public void began(UUID room, String user) {}

        @Override
        public void ended(UUID room, String user) {}

        @Override
        public List<String> online(UUID room) {
            return List.of();
        }
    }
}
