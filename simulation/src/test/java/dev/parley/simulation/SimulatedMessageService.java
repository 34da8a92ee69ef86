package dev.parley.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Topics;
import dev.parley.message.batch.BatchRunner;
import dev.parley.message.batch.Pause;
import dev.parley.message.batch.Watch;
import dev.parley.message.intake.CommandReader;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One process of message-service around the real core.
 *
 * <p>The core blocks where the real one does. At each step it may die there ({@link Crash} unwinds it), or stand still
 * while everything else goes on: the rest of the history runs inside that call, and afterwards it finishes what it was
 * doing, whoever has its partitions by then.
 */
final class SimulatedMessageService {
    private static final int MAX_BATCH_RECORDS = 8;
    /** Longer standing still costs the partitions. */
    private static final int SESSION_MILLIS = 400;

    private final World world;
    private final String name;
    private final BatchRunner runner;
    private final CommandReader reader;
    private final Map<Integer, Integer> positions = new TreeMap<>();
    private int partitionsKnown;
    private boolean up = true;
    private boolean busy;
    private boolean evicted;
    private boolean killed;
    private boolean stopping;
    private boolean pollIsDue;

    /** The process dies here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    SimulatedMessageService(World world, String name) {
        this.world = world;
        this.name = name;
        this.partitionsKnown = world.kafka.partitions(Topics.EVENTS);
        this.reader = new CommandReader(World.CODEC, world.clock);
        Publications publications = new Publications(World.CODEC);
        this.runner = new BatchRunner(
                (needs, decide) -> transact(needs, decide, publications),
                new Sequencer(World.CODEC, world.clock, world.database::epoch),
                publications,
                this::publish,
                this::pause,
                new Onlooker());
    }

    @Override
    public String toString() {
        return name;
    }

    // ---- Its place in the group ----

    boolean busy() {
        return busy;
    }

    void evicted() {
        evicted = true;
    }

    void readFrom(int partition, int offset) {
        positions.put(partition, offset);
    }

    void wake() {
        if (up && !busy && !pollIsDue) {
            pollIsDue = true;
            world.soon(1, 30, () -> {
                pollIsDue = false;
                poll();
            });
        }
    }

    /** Ends in good order, when the batch in hand allows it. */
    void restart() {
        stopping = true;
        if (!busy) {
            down();
        }
    }

    void kill() {
        if (busy) {
            killed = true;
        } else if (up) {
            down();
        }
    }

    private void down() {
        if (!up) {
            return;
        }
        up = false;
        killed = false;
        evicted = false;
        stopping = false;
        positions.clear();
        world.say(name + ": is down");
        world.group.leave(this);
        world.soon(10, 3_000, () -> {
            up = true;
            partitionsKnown = world.kafka.partitions(Topics.EVENTS);
            world.say(name + ": is up");
            world.group.join(this);
        });
    }

    // ---- A batch ----

    private void poll() {
        if (!up || busy) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> records = records();
        if (records.isEmpty()) {
            return;
        }
        busy = true;
        try {
            step("after consume");
            runner.run(batch(records));
            step("before offset commit");
            commitOffsets();
            busy = false;
            after();
        } catch (Crash | Pause.StoppedException end) {
            busy = false;
            world.say(name + (end instanceof Crash ? ": crashes" : ": stops"));
            down();
        }
    }

    private void after() {
        if (stopping || killed) {
            down();
        } else if (evicted) {
            evicted = false;
            positions.clear();
            world.group.join(this);
        } else {
            wake();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        int most = world.between(1, MAX_BATCH_RECORDS);
        for (Map.Entry<Integer, Integer> position : positions.entrySet()) {
            int partition = position.getKey();
            if (!world.group.owns(this, partition)) {
                continue;
            }
            int until =
                    Math.min(world.kafka.end(Topics.COMMANDS, partition), position.getValue() + most - records.size());
            records.addAll(world.kafka
                    .partition(Topics.COMMANDS, partition)
                    .subList(position.getValue(), Math.max(until, position.getValue())));
            position.setValue(Math.max(until, position.getValue()));
            if (world.plant == Plant.OFFSETS_FIRST) {
                world.group.commit(this, partition, position.getValue());
            }
        }
        return records;
    }

    private List<Submission> batch(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Submission> batch = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> bytes : records) {
            ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                    bytes.topic(), bytes.partition(), bytes.offset(), new String(bytes.key(), UTF_8), bytes.value());
            bytes.headers().forEach(record.headers()::add);
            if (!(reader.read(record, "log/" + record.partition())
                    instanceof CommandReader.Received.Usable(Submission submission))) {
                throw new AssertionError("a gateway sent what message-service does not understand");
            }
            batch.add(submission);
        }
        if (world.traced()) {
            world.say(name + ": takes " + Trace.of(batch));
        }
        return batch;
    }

    private void commitOffsets() {
        // Now and then they wait for the next time, which a crash may come before.
        if (world.calm() || !world.oneIn(3)) {
            positions.forEach((partition, next) -> world.group.commit(this, partition, next));
        }
    }

    // ---- What the core asks for ----

    private Decision transact(Needs needs, Function<Known, Decision> decide, Publications publications) {
        step("before transaction");
        Decision decision = world.database.transact(this, needs, known -> {
            Decision decided = decide.apply(known);
            if (world.plant == Plant.PUBLISHED_BEFORE_COMMIT) {
                publish(publications.of(decided));
            }
            return decided;
        });
        step("after commit");
        return decision;
    }

    private void publish(List<Publication> records) {
        step("before produce");
        if (world.oneIn(20)) {
            partitionsKnown = world.kafka.partitions(Topics.EVENTS);
        }
        if (world.strikes(world.faults.publishFails())) {
            records.subList(0, world.random.nextInt(records.size())).forEach(this::append);
            world.say(name + ": Kafka does not take all");
            if (world.plant == Plant.NOT_TAKEN_IS_TAKEN) {
                return;
            }
            throw new IllegalStateException("not taken");
        }
        for (int i = 0; i < records.size(); i++) {
            try {
                step("while producing");
            } catch (Crash crash) {
                // What was under way may arrive after the process is gone.
                List<Publication> underWay = records.subList(i, world.between(i, records.size()));
                world.soon(1, 2_000, () -> underWay.forEach(this::append));
                throw crash;
            }
            append(records.get(i));
        }
        step("after produce");
        if (world.strikes(world.faults.publishUnknown())) {
            world.say(name + ": Kafka does not say whether it took all");
            throw new IllegalStateException("no acknowledgement");
        }
    }

    private void append(Publication record) {
        if (world.traced()) {
            world.say(name + ": publishes " + Trace.of(record));
        }
        world.kafka.append(partitionsKnown, record);
    }

    private void pause(Duration duration) {
        world.standStill(duration.toMillis());
        if (killed) {
            throw new Crash();
        }
        if (stopping) {
            throw new Pause.StoppedException();
        }
    }

    /** A step of the core at which the process may die or stand still. */
    void step(String where) {
        if (world.strikes(world.faults.freeze())) {
            boolean zombie = world.oneIn(3);
            world.say(name + ": stands still " + where + (zombie ? ", for long" : ""));
            if (zombie) {
                world.standStill(SESSION_MILLIS);
                world.group.rebalance();
            }
            world.standStill(world.between(1, zombie ? 3_000 : SESSION_MILLIS));
            world.say(name + ": goes on " + where);
        }
        if (killed || world.strikes(world.faults.crash())) {
            world.say(name + ": dies " + where);
            throw new Crash();
        }
    }

    private final class Onlooker implements Watch {
        @Override
        public void waiting(Dependency dependency, Throwable cause) {
            world.say(name + ": waits for " + dependency.label());
        }

        @Override
        public void working(Dependency dependency) {}

        @Override
        public void committed(Decision decision) {
            if (world.traced()) {
                world.say(name + ": has committed");
            }
        }

        @Override
        public void putAside(Submission submission, Throwable cause) {
            throw new AssertionError("a command is put aside: " + submission.command(), cause);
        }
    }
}
