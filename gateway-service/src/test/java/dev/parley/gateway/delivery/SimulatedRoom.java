package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A private room's log as PostgreSQL has it: the truth that clients are checked against. */
final class SimulatedRoom {
    final UUID id;
    String epoch = "e0";
    final List<LoggedEvent> log = new ArrayList<>();
    private final SimulatedWorld world;

    SimulatedRoom(UUID id, SimulatedWorld world) {
        this.id = id;
        this.world = world;
        append(new Event.RoomCreated("room", dev.parley.contract.RoomKind.PRIVATE, null), null);
    }

    long head() {
        return log.size();
    }

    void grow() {
        String user = world.users.get(world.random.nextInt(world.users.size()));
        int dice = world.random.nextInt(10);
        if (dice < 6) {
            say();
        } else if (dice < 9 && !memberAt(user, head())) {
            append(new Event.MemberJoined(new Person(user, user), Role.MEMBER), user);
        } else if (memberAt(user, head())) {
            append(new Event.MemberRemoved(new Person(user, user)), user);
        }
    }

    void say() {
        append(new Event.MessagePosted("hello", null, List.of(), false), null);
    }

    private void append(Event.Change change, @Nullable String affected) {
        long sequence = head() + 1;
        LoggedEvent event = new LoggedEvent(
                sequence, LoggedEvent.Effect.of(change.type()), affected, SimulatedWorld.json(sequence, change));
        log.add(event);
        world.publish(new Arrival(id, epoch, event));
    }

    boolean memberAt(String user, long sequence) {
        boolean member = false;
        for (LoggedEvent event : log.subList(0, (int) sequence)) {
            if (user.equals(event.affected())) {
                member = event.effect() == LoggedEvent.Effect.BEGINS;
            }
        }
        return member;
    }

    Standing standing(String user, int staleness) {
        long at = Math.max(1, head() - staleness);
        return memberAt(user, at) ? new Standing.Seen(id, epoch, at, Role.MEMBER) : new Standing.Unseen(id);
    }

    Past.Page page(long after, int limit, int staleness) {
        long until = Math.min(after + limit, Math.max(1, head() - staleness));
        return new Past.Page(epoch, after >= until ? List.of() : List.copyOf(log.subList((int) after, (int) until)));
    }

    /** A user may read an event if they were a member when it happened, are told of their removal by it, or joined later. */
    void checkMayRead(String user, long sequence) {
        boolean then = memberAt(user, sequence - 1) || memberAt(user, sequence);
        boolean joinedLater = log.subList((int) sequence, log.size()).stream()
                .anyMatch(event -> user.equals(event.affected()) && event.effect() == LoggedEvent.Effect.BEGINS);
        assertThat(then || joinedLater)
                .as("%s may read event %d of room %s", user, sequence, id)
                .isTrue();
    }
}
