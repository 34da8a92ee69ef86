package dev.parley.simulation;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.RoomKind;
import dev.parley.message.batch.LogAmount;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.Submission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The course of one history. */
final class History {
    private static final int MILLIS = 20_000;
    /** Longer than any answer is waited for. */
    private static final int AFTERWARDS_MILLIS = 200_000;

    private History() {}

    /** @throws AssertionError if a promise was broken */
    static void run(long seed, Plant plant, @Nullable Trace trace) {
        World world = new World(seed, plant, trace);
        world.run();
        check(world);
    }

    /** Who is there, and everything that will happen by itself. */
    static void begin(World world) {
        makeRooms(world);
        for (int i = 1; i <= 2; i++) {
            world.services.add(new SimulatedMessageService(world, "message-" + i));
        }
        int gateways = world.between(2, 3);
        for (int i = 1; i <= gateways; i++) {
            world.gateways.add(new SimulatedGateway(world, "gateway-" + i));
        }
        for (int i = 0; i < World.USERS.size() + 1; i++) {
            world.devices.add(new SimulatedDevice(world, World.USERS.get(i % World.USERS.size()), i));
        }
        world.services.forEach(world.group::join);
        world.devices.forEach(device -> world.after(world.random.nextInt(200), device::act));
        int acts = world.between(8, 20);
        for (int i = 0; i < acts; i++) {
            world.after(
                    world.random.nextInt(MILLIS),
                    () -> world.pick(world.devices).act());
        }
        scheduleTrouble(world);
        world.after(MILLIS, () -> settle(world));
    }

    private static void scheduleTrouble(World world) {
        sometime(
                world,
                world.faults.gatewayCrashes(),
                () -> world.pick(world.gateways).crash());
        sometime(
                world,
                world.faults.gatewayCrashes(),
                () -> world.pick(world.gateways).loseRecords());
        sometime(
                world,
                world.faults.gatewayCrashes(),
                () -> world.pick(world.services).kill());
        sometime(world, world.faults.rebalances(), world.group::rebalance);
        sometime(
                world,
                world.faults.rebalances(),
                () -> world.pick(world.services).restart());
        sometime(world, world.faults.partitionsAdded(), () -> {
            world.ledger.orderIsLost();
            world.kafka.addPartitions();
        });
        sometime(world, world.faults.databaseDown(), world.database::down);
        sometime(
                world,
                world.faults.historyAway(),
                () -> world.pick(world.gateways).compareHeads());
    }

    private static void sometime(World world, double rate, Runnable trouble) {
        if (world.random.nextDouble() < rate) {
            world.after(world.random.nextInt(MILLIS), trouble);
        }
    }

    /** Two rooms that people know of from the beginning. */
    private static void makeRooms(World world) {
        List<Submission> batch = new ArrayList<>();
        for (String user : World.USERS) {
            batch.add(submission(world, user, batch.size(), new Command.SignIn("signIn")));
        }
        batch.add(submission(
                world,
                "ann",
                batch.size(),
                new Command.CreateRoom("first", "open", RoomKind.PUBLIC, null, List.of("bob"))));
        batch.add(submission(
                world,
                "bob",
                batch.size(),
                new Command.CreateRoom("second", "closed", RoomKind.PRIVATE, null, List.of("ann", "cem"))));
        Sequencer sequencer = new Sequencer(World.CODEC, world.clock, world.database::epoch);
        world.database.begin(sequencer.decide(batch, world.database.tables.known(Needs.of(batch))));
    }

    private static Submission submission(World world, String user, long offset, Command command) {
        return new Submission(
                new Submission.Position("before", offset),
                command,
                new Person(user, user),
                new Submission.Origin(null, null, world.clock.instant()));
    }

    /** Nothing breaks any more; what happens from time to time happens some times more. */
    private static void settle(World world) {
        world.calmDown();
        world.group.rebalance();
        world.gateways.forEach(SimulatedGateway::wake);
        for (int at = 0; at <= AFTERWARDS_MILLIS; at += AFTERWARDS_MILLIS / 4) {
            world.after(
                    at,
                    () -> world.gateways.forEach(gateway -> {
                        gateway.compareHeads();
                        gateway.sweep();
                    }));
        }
    }

    private static void check(World world) {
        LogAmount.of(world.database.tables).assertIsWhatTheTablesHave(world.database.tables);
        world.database.check();
        world.ledger.check();
        world.devices.forEach(SimulatedDevice::check);
    }
}
