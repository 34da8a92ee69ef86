package dev.parley.simulation;

import dev.parley.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consumer group of the message-services: who reads which partition of the commands, and from where. Somebody who is
 * busy when it is decided anew is left out, and its offsets are refused, though it works on.
 */
final class SimulatedGroup {
    private final World world;
    private final List<SimulatedMessageService> members = new ArrayList<>();
    private final Map<Integer, SimulatedMessageService> owners = new HashMap<>();
    private final Map<Integer, Integer> committed = new HashMap<>();

    SimulatedGroup(World world) {
        this.world = world;
    }

    void join(SimulatedMessageService service) {
        members.remove(service);
        members.add(service);
        rebalance();
    }

    void leave(SimulatedMessageService service) {
        if (members.remove(service)) {
            rebalance();
        }
    }

    void rebalance() {
        members.stream().filter(SimulatedMessageService::busy).toList().forEach(busy -> {
            members.remove(busy);
            busy.evicted();
        });
        int partitions = world.kafka.partitions(Topics.COMMANDS);
        boolean eager = world.random.nextBoolean();
        Map<Integer, SimulatedMessageService> before = Map.copyOf(owners);
        owners.clear();
        int first = world.random.nextInt(2);
        for (int partition = 0; partition < partitions && !members.isEmpty(); partition++) {
            SimulatedMessageService owner = members.get((partition + first) % members.size());
            owners.put(partition, owner);
            if (eager || before.get(partition) != owner) {
                owner.readFrom(partition, committed.getOrDefault(partition, 0));
            }
        }
        if (world.traced()) {
            StringBuilder who = new StringBuilder("kafka: group assigns");
            owners.forEach((partition, owner) ->
                    who.append(' ').append(partition).append('=').append(owner));
            world.say(who.toString());
        }
        wake();
    }

    void wake() {
        members.forEach(SimulatedMessageService::wake);
    }

    boolean owns(SimulatedMessageService service, int partition) {
        return owners.get(partition) == service;
    }

    /** Refused, without a word, from somebody who no longer owns the partition. */
    void commit(SimulatedMessageService service, int partition, int next) {
        if (owns(service, partition) && members.contains(service)) {
            committed.put(partition, next);
        }
    }
}
