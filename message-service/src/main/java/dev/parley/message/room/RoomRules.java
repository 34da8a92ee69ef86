package dev.parley.message.room;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Making and naming rooms. */
public final class RoomRules {
    private RoomRules() {}

    /** The room that the command would make; known before anything is loaded. */
    public static UUID roomOf(Command.CreateRoom command, String user) {
        return RoomIds.created(user, command.id());
    }

    /** The room that the command means; the same for the same people whoever asks. */
    public static UUID roomOf(Command.OpenDirect command, String user) {
        Set<String> everybody = new LinkedHashSet<>(command.users());
        everybody.add(user);
        return RoomIds.direct(everybody);
    }

    /** @param room the room with the command's id, if there is one */
    public static Ruling create(
            Command.CreateRoom command, Person by, @Nullable Room room, People people, Supplier<String> epochs) {
        if (command.kind() == RoomKind.DIRECT) {
            return Ruling.invalid("a direct room is opened with 'openDirect'");
        }
        Optional<List<Person>> others = others(command.members(), by, people);
        if (others.isEmpty()) {
            return Ruling.notFound("one of 'members' has never signed in");
        }
        if (room != null) {
            return Ruling.conflict("the room exists already");
        }
        Room made = Room.fresh(roomOf(command, by.id()), command.kind(), epochs.get());
        Event.Change created = new Event.RoomCreated(command.name(), command.kind(), command.topic());
        return made(made, created, by, Role.OWNER, others.get());
    }

    /** @param room the room of these people, if there is one */
    public static Ruling openDirect(
            Command.OpenDirect command, Person by, @Nullable Room room, People people, Supplier<String> epochs) {
        // The command's shape comes before what it finds.
        long count = command.users().stream()
                .distinct()
                .filter(user -> !user.equals(by.id()))
                .count();
        if (count == 0 || count > Limits.DIRECT_OTHERS) {
            return Ruling.invalid("a direct room is for 1 to " + Limits.DIRECT_OTHERS + " others");
        }
        Optional<List<Person>> others = others(command.users(), by, people);
        if (others.isEmpty()) {
            return Ruling.notFound("one of 'users' has never signed in");
        }
        if (room != null) {
            return new Ruling.Stands(room);
        }
        Room made = Room.fresh(roomOf(command, by.id()), RoomKind.DIRECT, epochs.get());
        // People name a direct room by who is in it.
        Event.Change created = new Event.RoomCreated("", RoomKind.DIRECT, null);
        return made(made, created, by, Role.MEMBER, others.get());
    }

    static Ruling update(Command.UpdateRoom command, Room room, Standing me) {
        if (room.kind() == RoomKind.DIRECT || !me.moderates()) {
            return Ruling.forbidden("only an owner or a moderator changes a room, and nobody a direct one");
        }
        return Ruling.write(room, new Event.RoomUpdated(command.name(), command.topic()));
    }

    private static Ruling made(Room room, Event.Change created, Person by, Role role, List<Person> others) {
        List<Event.Change> changes = new ArrayList<>();
        changes.add(created);
        changes.add(new Event.MemberJoined(by, role));
        others.forEach(other -> changes.add(new Event.MemberJoined(other, Role.MEMBER)));
        return new Ruling.Write(room, changes);
    }

    /** The people named, each once and without the sender; empty if one of them is unknown. */
    private static Optional<List<Person>> others(Collection<String> users, Person by, People people) {
        List<Person> others = new ArrayList<>();
        for (String user : new LinkedHashSet<>(users)) {
            if (user.equals(by.id())) {
                continue;
            }
            Optional<Person> other = people.find(user);
            if (other.isEmpty()) {
                return Optional.empty();
            }
            others.add(other.get());
        }
        return Optional.of(others);
    }
}
