package dev.parley.simulation;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What people come to think of. Many of it is refused, which is as well. */
final class Commands {
    private static final UUID NOWHERE = new UUID(0, 0);
    private static final List<String> EMOJI = List.of("👍", "🍵");
    private static final List<RoomKind> KINDS = List.of(RoomKind.PUBLIC, RoomKind.PRIVATE, RoomKind.ANNOUNCEMENT);

    private final World world;
    private final String name;
    private int ids;

    Commands(World world, String name) {
        this.world = world;
        this.name = name;
    }

    UUID anyRoom() {
        List<UUID> rooms = new ArrayList<>(world.database.rooms.keySet());
        return world.oneIn(40) ? NOWHERE : world.pick(rooms);
    }

    Command next(String user) {
        return next(user, anyRoom());
    }

    Command next(String user, UUID room) {
        String id = name + '-' + ++ids;
        RoomTruth truth = world.database.rooms.get(room);
        long sequence = truth == null ? 1 : message(truth);
        String other = world.pick(World.USERS);
        return switch (world.random.nextInt(26)) {
            case 0 -> new Command.CreateRoom(id, "room", world.pick(KINDS), null, List.of(other));
            case 1 -> new Command.OpenDirect(id, List.of(other));
            case 2 -> new Command.UpdateRoom(id, room, "name " + id, null);
            case 3, 4 -> new Command.Join(id, room);
            case 5, 6 -> new Command.Leave(id, room);
            case 7, 8 -> new Command.AddMember(id, room, other);
            case 9 -> new Command.RemoveMember(id, room, other);
            case 10 -> new Command.SetRole(id, room, other, Role.values()[world.random.nextInt(3)]);
            case 11 -> new Command.Ban(id, room, other, null);
            case 12 -> new Command.Unban(id, room, other);
            case 13 -> new Command.Edit(id, room, sequence, "edited @" + other);
            case 14 -> new Command.Delete(id, room, sequence);
            case 15 -> new Command.React(id, room, sequence, world.pick(EMOJI));
            case 16 -> new Command.Unreact(id, room, sequence, world.pick(EMOJI));
            case 17 -> new Command.Read(id, room, sequence);
            case 18 -> new Command.Delete(id, room, sequence);
            default -> new Command.Post(id, room, id + " by " + user, null);
        };
    }

    /** Mostly one that is there. */
    private long message(RoomTruth room) {
        List<Long> messages = new ArrayList<>();
        for (Event event : room.events()) {
            if (event.change() instanceof Event.MessagePosted) {
                messages.add(event.sequence());
            }
        }
        return messages.isEmpty() || world.oneIn(5) ? world.between(1, (int) room.head() + 1) : world.pick(messages);
    }
}
