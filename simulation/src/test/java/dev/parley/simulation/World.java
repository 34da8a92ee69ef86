package dev.parley.simulation;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The clock, the dice and the agenda of one history, and everybody in it.
 *
 * <p>First people act and things break, at times drawn in advance. Then nothing breaks any more, whatever is down comes
 * back, and everything that was under way comes to its end, without anybody saying anything more. Then it is checked.
 */
final class World {
    static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final Instant BEGINNING = Instant.parse("2026-11-22T18:00:00Z");
    /** More than any history of this length takes; who needs more goes in circles. */
    private static final int MAX_STEPS = 100_000;

    static final List<String> USERS = List.of("ann", "bob", "cem", "dan");

    final SplittableRandom random;
    final Faults faults;
    final Plant plant;
    final Clock clock = new SimulatedClock();
    final SimulatedKafka kafka;
    final SimulatedDatabase database;
    final SimulatedGroup group;
    final Ledger ledger;
    final List<SimulatedMessageService> services = new ArrayList<>();
    final List<SimulatedGateway> gateways = new ArrayList<>();
    final List<SimulatedDevice> devices = new ArrayList<>();

    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private final @Nullable Trace trace;
    private long nowMillis;
    private long entries;
    private int steps;
    private boolean calm;

    /** Something to do at a time; what is due at the same time is done in the order in which it was entered. */
    private record Due(long atMillis, long entry, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime == 0 ? Long.compare(entry, other.entry) : byTime;
        }
    }

    World(long seed, Plant plant, @Nullable Trace trace) {
        this.random = new SplittableRandom(seed);
        this.plant = plant;
        this.trace = trace;
        this.faults = Faults.drawn(random);
        this.kafka = new SimulatedKafka(this);
        this.database = new SimulatedDatabase(this);
        this.group = new SimulatedGroup(this);
        this.ledger = new Ledger(this);
        History.begin(this);
    }

    // ---- Time ----

    long nowMillis() {
        return nowMillis;
    }

    void after(long millis, Runnable action) {
        agenda.add(new Due(nowMillis + millis, entries++, action));
    }

    /** After a while between two bounds. */
    void soon(int fromMillis, int toMillis, Runnable action) {
        after(between(fromMillis, toMillis), action);
    }

    /** Everything else goes on while somebody stands still; at the latest until nothing breaks any more. */
    void standStill(long millis) {
        long until = nowMillis + millis;
        while (!calm && !agenda.isEmpty() && agenda.peek().atMillis <= until) {
            step();
        }
        nowMillis = Math.max(nowMillis, calm ? nowMillis : until);
    }

    /** Everything goes on until nothing is under way. */
    void run() {
        while (!agenda.isEmpty()) {
            step();
        }
    }

    private void step() {
        Due due = agenda.remove();
        nowMillis = Math.max(nowMillis, due.atMillis);
        if (++steps > MAX_STEPS) {
            throw new AssertionError("it does not come to rest");
        }
        due.action.run();
    }

    /** From here on nothing breaks. */
    void calmDown() {
        calm = true;
        say("calm");
    }

    boolean calm() {
        return calm;
    }

    // ---- Dice ----

    /** Whether something goes wrong now. */
    boolean strikes(double rate) {
        return rate > 0 && !calm && random.nextDouble() < rate;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    // ---- Trace ----

    /** Whether what happens is written down; ask before making the words. */
    boolean traced() {
        return trace != null;
    }

    void say(String what) {
        if (trace != null) {
            trace.add(nowMillis, what);
        }
    }

    private final class SimulatedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("times have no zone here");
        }

        @Override
        public Instant instant() {
            return BEGINNING.plusMillis(nowMillis);
        }
    }
}
