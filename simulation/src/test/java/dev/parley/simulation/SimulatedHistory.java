package dev.parley.simulation;

import dev.parley.contract.Role;
import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.delivery.Past;
import dev.parley.gateway.delivery.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * history-service as one gateway knows it: it answers late, sometimes not at all, and sometimes from a replica that is
 * behind. A list of memberships is never behind, as the gateway counts on.
 */
final class SimulatedHistory implements Past {
    private static final int STALE_EVENTS = 4;
    private static final int TIMEOUT_MILLIS = 3_000;

    private final World world;
    private final BooleanSupplier asked;

    /** @param asked whether the process that asks is still there to be answered */
    SimulatedHistory(World world, BooleanSupplier asked) {
        this.world = world;
        this.asked = asked;
    }

    @Override
    public void standings(String user, List<UUID> rooms, Consumer<Reply<List<Standing>>> then) {
        answer(() -> rooms.stream().map(room -> standing(user, room)).toList(), then);
    }

    private Standing standing(String user, UUID id) {
        RoomTruth room = world.database.rooms.get(id);
        long at = room == null ? 0 : Math.max(1, room.head() - stale());
        if (room == null) {
            return new Standing.Unseen(id);
        }
        boolean visible = world.plant == Plant.EVERYTHING_VISIBLE || room.visibleAt(user, at);
        return visible ? new Standing.Seen(id, room.epoch, at, room.roleAt(user, at)) : new Standing.Unseen(id);
    }

    @Override
    public void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then) {
        answer(
                () -> {
                    List<Standing.Seen> found = new ArrayList<>();
                    for (RoomTruth room : world.database.rooms.values()) {
                        @Nullable Role role = room.roleAt(user, room.head());
                        if (role != null) {
                            found.add(new Standing.Seen(room.id, room.epoch, room.head(), role));
                        }
                    }
                    return found;
                },
                then);
    }

    @Override
    public void events(UUID id, long after, int limit, Consumer<Reply<Page>> then) {
        int most = Math.min(limit, world.between(2, 12));
        answer(
                () -> {
                    RoomTruth room = world.database.truth(id);
                    long until = Math.min(after + most, room.head() - stale());
                    List<LoggedEvent> events = new ArrayList<>();
                    for (long sequence = after + 1; sequence <= until; sequence++) {
                        events.add(logged(room, sequence));
                    }
                    return new Page(room.epoch, events);
                },
                then);
    }

    private static LoggedEvent logged(RoomTruth room, long sequence) {
        var change = room.event(sequence).change();
        @Nullable
        String affected = change instanceof dev.parley.contract.Event.MembershipChange membership
                ? membership.user().id()
                : null;
        return new LoggedEvent(sequence, LoggedEvent.Effect.of(change.type()), affected, room.body(sequence));
    }

    @Override
    public void after(Duration delay, Runnable then) {
        world.after(delay.toMillis(), () -> {
            if (asked.getAsBoolean()) {
                then.run();
            }
        });
    }

    private int stale() {
        return world.strikes(world.faults.historyStale()) ? world.between(1, STALE_EVENTS) : 0;
    }

    /** Reads at some time, and answers at some time after that. */
    private <T> void answer(Supplier<T> read, Consumer<Reply<T>> then) {
        if (world.strikes(world.faults.historyAway())) {
            world.after(TIMEOUT_MILLIS, () -> reply(new Reply.Unreachable<>(), then));
            return;
        }
        world.soon(1, 60, () -> {
            Reply<T> known = new Reply.Known<>(read.get());
            world.soon(0, 60, () -> reply(known, then));
        });
    }

    private <T> void reply(Reply<T> reply, Consumer<Reply<T>> then) {
        if (asked.getAsBoolean()) {
            then.accept(reply);
        }
    }
}
