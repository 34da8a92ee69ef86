package dev.parley.system.faults.load;

import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Every room that may exist, from the moment at which somebody asked for it. */
public final class Directory {
    private final List<Room> rooms = new CopyOnWriteArrayList<>();
    private final List<UUID> watched = new CopyOnWriteArrayList<>();

    /** @param keeper who made it: stays its owner, and is never removed */
    record Room(UUID id, RoomKind kind, Client keeper) {}

    void add(Room room) {
        rooms.add(room);
    }

    List<Room> rooms() {
        return rooms;
    }

    /** Nobody talks in it by choice, and it is read in the end like all others. */
    public void watch(UUID room) {
        watched.add(room);
    }

    public List<UUID> ids() {
        return Stream.concat(rooms.stream().map(Room::id), watched.stream())
                .distinct()
                .toList();
    }
}
