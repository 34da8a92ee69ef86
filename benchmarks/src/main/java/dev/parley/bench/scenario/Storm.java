package dev.parley.bench.scenario;

import dev.parley.bench.load.Loop;
import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Result;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A gateway dies with all its connections, and they all come back at once through the others, with their cursors, while
 * the rooms go on. What counts: nobody and nothing is lost, how long it takes, and what those notice who stayed.
 */
public final class Storm {
    private static final Duration OPENING_BOUND = Duration.ofMinutes(3);
    private static final Duration BACK_BOUND = Duration.ofMinutes(3);
    private static final int OPENING_AT_ONCE = 200;
    private static final int TRIES_AT_ONCE = 50;
    private static final long HIGHEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final Loop loop;
    private final ParleySystem system;
    private final Plan plan;
    private final List<Resuming> lost = new ArrayList<>();
    private final List<Resuming> stayed = new ArrayList<>();
    private final long[] dueAt = new long[1 << 16];
    private Histogram latencies = new Histogram(HIGHEST_NANOS, 3);
    private int said;
    private int next;
    private long nextDue;

    /**
     * @param connections how many lose their gateway
     * @param stay how many have another
     */
    public record Plan(int connections, int stay, int rooms, double messagesPerSecond, Duration calm) {}

    public Storm(Loop loop, ParleySystem system, Plan plan) {
        this.loop = loop;
        this.system = system;
        this.plan = plan;
    }

    /** The first gateway dies; the posts go through the second. */
    public Result run() {
        List<String> owners =
                IntStream.range(0, plan.rooms()).mapToObj(i -> "storm-" + i).toList();
        List<String> rooms = owners.stream()
                .map(owner -> system.createRoom(owner, owner, "public", List.of()))
                .toList();
        ParleyDialect dialect = ParleyDialect.silent(system.issuer());
        List<URI> doors = system.parley().gateways().stream()
                .map(gateway -> dialect.address("127.0.0.1", gateway.endpoint().http()))
                .toList();
        Writers writers = new Writers(loop, doors.get(1), dialect, owners, rooms);
        List<URI> others = doors.subList(1, doors.size());
        fill(lost, plan.connections(), dialect, rooms, doors);
        fill(stayed, plan.stay(), dialect, rooms, others);

        nextDue = System.nanoTime();
        long calmEnd = nextDue + plan.calm().toNanos();
        speakUntil(writers, () -> System.nanoTime() > calmEnd, plan.calm().plusSeconds(5));
        double calmP99 = latencies.getValueAtPercentile(99) / 1e6;

        latencies = new Histogram(HIGHEST_NANOS, 3);
        Map<String, ProcessMeter> survivors = system.meters();
        survivors.remove(system.gateway(0).name());
        Costs costs = Costs.from(survivors);
        long queriesBefore = historyQueries();
        system.gateway(0).kill();
        speakUntil(writers, () -> lost.stream().allMatch(Resuming::isBack), BACK_BOUND);
        double stormP99 = latencies.getValueAtPercentile(99) / 1e6;
        long queries = historyQueries() - queriesBefore;
        loop.until(this::sameHeads, BACK_BOUND, "everybody at the head of the room");
        Result result = result(calmP99, stormP99, queries);
        costs.addTo(result, plan.connections(), "Connection");
        writers.leave();
        lost.forEach(Resuming::leave);
        stayed.forEach(Resuming::leave);
        return result;
    }

    private void fill(List<Resuming> crowd, int count, ParleyDialect dialect, List<String> rooms, List<URI> doors) {
        long end = System.nanoTime() + OPENING_BOUND.toNanos();
        int listening = 0;
        while (listening < count) {
            while (crowd.size() < count && crowd.size() - listening < OPENING_AT_ONCE) {
                String user = (crowd == lost ? "lost-" : "stayed-") + crowd.size();
                String room = rooms.get(crowd.size() % rooms.size());
                boolean stays = crowd == stayed;
                crowd.add(new Resuming(loop, dialect, user, room, doors, number -> heard(number, stays)));
            }
            loop.turn(Duration.ofMillis(20).toNanos());
            while (listening < crowd.size() && crowd.get(listening).listens()) {
                listening++;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(listening + " of " + count + " came in");
            }
        }
    }

    /** Only those who stayed are timed: the others missed what was said meanwhile. */
    private void heard(int number, boolean stayed) {
        if (stayed) {
            latencies.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - dueAt[number & dueAt.length - 1]));
        }
    }

    private void speakUntil(Writers writers, java.util.function.BooleanSupplier done, Duration bound) {
        long interval = (long) (1e9 / plan.messagesPerSecond());
        long end = System.nanoTime() + bound.toNanos();
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            if (now > end) {
                throw new IllegalStateException("the storm is not over after " + bound.toSeconds() + " s");
            }
            while (nextDue <= now) {
                dueAt[said & dueAt.length - 1] = nextDue;
                writers.say(said++, 128);
                nextDue += interval;
            }
            bringBack(now);
            loop.turn(Math.min(Duration.ofMillis(5).toNanos(), nextDue - now));
        }
    }

    /** In portions, or this process would stand still for a while and hear too late what it measures. */
    private void bringBack(long nowNanos) {
        int tries = 0;
        for (int i = 0; i < lost.size() && tries < TRIES_AT_ONCE; i++) {
            next = (next + 1) % lost.size();
            if (lost.get(next).tick(nowNanos)) {
                tries++;
            }
        }
    }

    /** Whether all who listen to the same room have seen the same last event of it. */
    private boolean sameHeads() {
        long[] heads = new long[plan.rooms()];
        List<List<Resuming>> crowds = List.of(lost, stayed);
        for (List<Resuming> crowd : crowds) {
            for (int i = 0; i < crowd.size(); i++) {
                heads[i % heads.length] =
                        Math.max(heads[i % heads.length], crowd.get(i).last());
            }
        }
        for (List<Resuming> crowd : crowds) {
            for (int i = 0; i < crowd.size(); i++) {
                if (crowd.get(i).last() != heads[i % heads.length]) {
                    return false;
                }
            }
        }
        return true;
    }

    private Result result(double calmP99, double stormP99, long queries) {
        Histogram back = new Histogram(HIGHEST_NANOS, 3);
        lost.forEach(client -> back.recordValue(Math.max(1, client.backAfterNanos)));
        return Result.of("storm", "parley")
                .with("connections", plan.connections())
                .with("messagesPerSecond", plan.messagesPerSecond())
                .with("backP50Seconds", back.getValueAtPercentile(50) / 1e9)
                .with("backP99Seconds", back.getValueAtPercentile(99) / 1e9)
                .with("backWorstSeconds", back.getMaxValue() / 1e9)
                .with("refusals", sum(client -> client.refusals))
                .with("holes", sum(client -> client.holes))
                .with("repeats", sum(client -> client.repeats))
                .with("resets", sum(client -> client.resets))
                .with("historyEventQueries", queries)
                .with("stayedCalmP99Millis", calmP99)
                .with("stayedStormP99Millis", stormP99);
    }

    private long sum(ToLongFunction<Resuming> count) {
        return lost.stream().mapToLong(count).sum()
                + stayed.stream().mapToLong(count).sum();
    }

    /** How often history-service was asked for a room's events. */
    private long historyQueries() {
        return system.metric(system.parley().history(), "parley_history_seconds_count", "/internal/events");
    }
}
