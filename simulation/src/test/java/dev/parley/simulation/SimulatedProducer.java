package dev.parley.simulation;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.Topics;
import dev.parley.gateway.GatewayId;
import dev.parley.gateway.command.CommandLog;
import dev.parley.gateway.command.CommandRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.TimeoutException;

/** A gateway's way to the command log: in order, and not always clear about what arrived. */
final class SimulatedProducer implements CommandLog {
    private final World world;
    private final GatewayId id;
    private final BiConsumer<Person, Answer> tooEarly;
    private final Deque<Outgoing> outgoing = new ArrayDeque<>();
    private boolean alive = true;
    private boolean flushIsDue;
    private int partitionsKnown;

    private record Outgoing(Person by, Command command, CommandRecord record, CompletableFuture<Void> taken) {}

    /** @param tooEarly for a planted bug: takes an answer before there is one */
    SimulatedProducer(World world, GatewayId id, BiConsumer<Person, Answer> tooEarly) {
        this.world = world;
        this.id = id;
        this.tooEarly = tooEarly;
        this.partitionsKnown = world.kafka.partitions(Topics.COMMANDS);
    }

    /** Learns of partitions that were added. */
    void look() {
        partitionsKnown = world.kafka.partitions(Topics.COMMANDS);
    }

    /** Its process is gone; what was under way may still arrive. */
    void end() {
        alive = false;
        List<Outgoing> underWay = new ArrayList<>(outgoing);
        int arrive = world.random.nextInt(underWay.size() + 1);
        world.soon(1, 1_000, () -> underWay.subList(0, arrive).forEach(this::append));
    }

    @Override
    public CompletionStage<Void> append(Person by, Command command, String sending) {
        if (world.strikes(world.faults.commandRefused())) {
            throw new IllegalStateException("too much is waiting");
        }
        CommandRecord record = CommandRecord.of(by, command, id, sending, world.clock.instant(), World.CODEC);
        Outgoing one = new Outgoing(by, command, record, new CompletableFuture<>());
        outgoing.addLast(one);
        if (!flushIsDue) {
            flushIsDue = true;
            world.soon(1, 30, this::flush);
        }
        return one.taken;
    }

    private void flush() {
        flushIsDue = false;
        while (alive && !outgoing.isEmpty()) {
            Outgoing one = world.plant == Plant.COMMANDS_REORDERED && world.oneIn(2)
                    ? outgoing.removeLast()
                    : outgoing.removeFirst();
            if (world.strikes(world.faults.commandUnknown())) {
                fail(one);
                continue;
            }
            append(one);
            if (one.command instanceof Command.SignIn) {
                one.taken.complete(null);
                continue;
            }
            if (world.strikes(world.faults.commandDoubled())) {
                world.ledger.doubled(one.by.id(), one.command);
                append(one);
            }
            one.taken.complete(null);
            if (world.plant == Plant.ACCEPTED_BEFORE_COMMIT && one.command instanceof Command.InRoom inRoom) {
                tooEarly.accept(one.by, Answer.Accepted.inRoom(one.command.id(), inRoom.room(), "epoch1", 1));
            }
        }
    }

    /** It is there, it will be, or it never will; nobody can say. */
    private void fail(Outgoing one) {
        switch (world.random.nextInt(3)) {
            case 0 -> append(one);
            case 1 -> world.soon(1, 2_000, () -> append(one));
            default -> {}
        }
        one.taken.completeExceptionally(new TimeoutException("no acknowledgement"));
    }

    private void append(Outgoing one) {
        world.kafka.append(
                Topics.COMMANDS, partitionsKnown, one.record.key(), one.record.headers(), one.record.value());
    }
}
