package dev.parley.simulation;

import dev.parley.contract.Topics;
import dev.parley.message.batch.MemoryStore;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.StoreFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * PostgreSQL: tables, and transactions that lock the rows they begin with. A transaction whose rows somebody else wants
 * while its process stands still is ended, as a server does with one that idles; its process learns of that when it
 * commits. Rows that do not exist yet lock nothing: there the keys decide, at the commit.
 */
final class SimulatedDatabase {
    final MemoryStore tables = new MemoryStore();
    final Map<UUID, RoomTruth> rooms = new TreeMap<>();

    private final World world;
    private final Map<Object, Transaction> locks = new HashMap<>();
    private boolean down;
    private int epochs;

    private static final class Transaction {
        private final Set<Object> rows = new HashSet<>();
        private boolean ended;
    }

    SimulatedDatabase(World world) {
        this.world = world;
    }

    String epoch() {
        return "epoch" + ++epochs;
    }

    void down() {
        down = true;
        world.say("database: is down");
        world.soon(200, 3_000, () -> {
            down = false;
            world.say("database: is up");
        });
    }

    Decision transact(SimulatedMessageService by, Needs needs, Function<Known, Decision> decide) {
        if (down && !world.calm()) {
            throw failure(StoreFailure.Kind.AWAY);
        }
        Transaction transaction = new Transaction();
        lock(transaction, needs);
        try {
            Decision decision = decide.apply(tables.known(needs));
            by.step("before commit");
            commit(transaction, decision);
            return decision;
        } finally {
            unlock(transaction);
        }
    }

    private void lock(Transaction transaction, Needs needs) {
        if (world.plant == Plant.NO_LOCKS) {
            return;
        }
        needs.partitions().stream().filter(tables.progress::containsKey).forEach(transaction.rows::add);
        needs.rooms().stream().filter(tables.rooms::containsKey).forEach(transaction.rows::add);
        for (Object row : transaction.rows) {
            Transaction holder = locks.put(row, transaction);
            if (holder != null) {
                holder.ended = true;
            }
        }
    }

    private void unlock(Transaction transaction) {
        transaction.rows.forEach(row -> locks.remove(row, transaction));
    }

    private void commit(Transaction transaction, Decision decision) {
        if (transaction.ended || world.strikes(world.faults.transactionFails())) {
            throw failure(world.oneIn(2) && !transaction.ended ? StoreFailure.Kind.CLASH : StoreFailure.Kind.AWAY);
        }
        if (world.plant != Plant.NO_LOCKS && breaksKey(decision)) {
            world.say("database: a key is there already");
            throw failure(StoreFailure.Kind.CLASH);
        }
        if (world.plant == Plant.LOST_COMMITS && !world.calm() && world.oneIn(10)) {
            return;
        }
        write(decision);
        if (world.strikes(world.faults.commitUnknown())) {
            world.say("database: has committed and does not say so");
            throw failure(StoreFailure.Kind.AWAY);
        }
    }

    /** What is there before the history begins; nobody hears of it. */
    void begin(Decision decision) {
        write(decision);
        decision.events()
                .forEach(event ->
                        world.ledger.known(event.logged().room(), event.logged().sequence()));
    }

    /** The log is dense, and the rooms' rows say how far it goes; everything that Kafka had was decided. */
    void check() {
        tables.rooms.forEach((id, row) -> {
            RoomTruth room = truth(id);
            if (row.sequence() != room.head() || tables.log(id).size() != room.head()) {
                throw new AssertionError("room %s is at %d and has %d".formatted(id, row.sequence(), room.head()));
            }
        });
        for (int partition = 0; partition < world.kafka.partitions(Topics.COMMANDS); partition++) {
            long decided = tables.progress.getOrDefault("log/" + partition, 0L);
            if (decided < world.kafka.end(Topics.COMMANDS, partition)) {
                throw new AssertionError("the commands of partition %d are decided up to %d of %d"
                        .formatted(partition, decided, world.kafka.end(Topics.COMMANDS, partition)));
            }
        }
    }

    private boolean breaksKey(Decision decision) {
        boolean roomIsThere =
                decision.rooms().stream().anyMatch(room -> room.fresh() && tables.rooms.containsKey(room.id()));
        boolean commandIsThere = world.plant != Plant.NO_COMMAND_KEY
                && decision.accepted().stream().anyMatch(command -> tables.accepted.containsKey(command.key()));
        return roomIsThere || commandIsThere;
    }

    private void write(Decision decision) {
        if (world.plant == Plant.NO_LOCKS) {
            decision.events().forEach(event -> {
                Map<Long, ?> log = tables.log.get(event.logged().room());
                if (log != null) {
                    log.remove(event.logged().sequence());
                }
            });
        }
        if (world.plant == Plant.NO_COMMAND_KEY || world.plant == Plant.NO_LOCKS) {
            decision.accepted().forEach(command -> tables.accepted.remove(command.key()));
        }
        tables.write(decision);
        for (Decision.NewEvent event : decision.events()) {
            rooms.computeIfAbsent(
                            event.logged().room(),
                            id -> new RoomTruth(id, event.logged().epoch()))
                    .logged(event.event(), event.logged());
            if (world.traced()) {
                world.say("database: logs " + Trace.of(event.logged()));
            }
        }
        decision.redactions()
                .forEach(redaction -> truth(redaction.room()).redacted(redaction.sequence(), redaction.body()));
    }

    RoomTruth truth(UUID room) {
        RoomTruth truth = rooms.get(room);
        if (truth == null) {
            throw new AssertionError("nobody made the room " + room);
        }
        return truth;
    }

    private static StoreFailure failure(StoreFailure.Kind kind) {
        return new StoreFailure(kind, new IllegalStateException("made to fail"));
    }
}
