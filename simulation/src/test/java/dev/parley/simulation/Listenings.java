package dev.parley.simulation;

import dev.parley.contract.Answer;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one connection listens to, as far as its client knows, and whether what it gets is what it was promised. */
final class Listenings {
    private final World world;
    private final SimulatedDevice device;
    private final String user;

    /** By room: what the gateway has said it listens to. */
    private final Map<UUID, Listening> open = new LinkedHashMap<>();
    /** By room: the cursor of a request that is not answered; one at a time, or the answers could not be told apart. */
    private final Map<UUID, @Nullable Long> asked = new LinkedHashMap<>();
    /** By request: the room that is left. */
    private final Map<String, UUID> leaving = new HashMap<>();
    /** Rooms that the client gave up or was refused: all of one's rooms leaves them out. */
    private final Map<UUID, Boolean> without = new HashMap<>();

    private @Nullable String mineRequest;
    private boolean mine;

    /** One room. */
    private static final class Listening {
        /** The sequence that must come next. */
        private long next;
        /** The log's end when the client was told that it listens: what ended its right up to here may be outdated. */
        private final long knownUntil;
        /** Whether {@code caughtUp} is owed. */
        private boolean resuming;
        /** Whether an end was passed over which the user may have come back since. */
        private boolean mayBeOver;

        Listening(long next, long knownUntil, boolean resuming) {
            this.next = next;
            this.knownUntil = knownUntil;
            this.resuming = resuming;
        }
    }

    Listenings(World world, SimulatedDevice device) {
        this.world = world;
        this.device = device;
        this.user = device.person().id();
    }

    // ---- What is asked ----

    /** @return false if it cannot be asked now */
    boolean asks(UUID room, @Nullable Long cursor) {
        if (asked.containsKey(room) || leaving.containsValue(room)) {
            return false;
        }
        asked.put(room, cursor);
        return true;
    }

    boolean leaves(UUID room, String request) {
        if (asked.containsKey(room) || leaving.containsValue(room)) {
            return false;
        }
        leaving.put(request, room);
        return true;
    }

    void asksForMine(String request) {
        mineRequest = request;
    }

    List<UUID> wanted() {
        List<UUID> rooms = new ArrayList<>(open.keySet());
        asked.keySet().stream().filter(room -> !open.containsKey(room)).forEach(rooms::add);
        return rooms;
    }

    // ---- What is told ----

    /** @return false if all of one's rooms have to be asked for again */
    boolean answered(Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> {
                UUID left = leaving.remove(accepted.id());
                if (left != null) {
                    forget(left);
                }
                mine |= accepted.id().equals(mineRequest);
            }
            case Answer.Rejected rejected -> {
                UUID room = rejected.room();
                if (room == null) {
                    return !rejected.id().equals(mineRequest);
                }
                checkMayBeRefused(room, rejected);
                asked.remove(room);
                forget(room);
            }
        }
        return true;
    }

    private void forget(UUID room) {
        open.remove(room);
        without.put(room, true);
    }

    private void checkMayBeRefused(UUID id, Answer.Rejected rejected) {
        RoomTruth room = world.database.rooms.get(id);
        boolean always = room != null && room.visibleAt(user, 1) && !wasEverHidden(room);
        if (rejected.code() == RejectionCode.NOT_FOUND && always) {
            throw new AssertionError("%s always could see what it is told not to exist: %s".formatted(device, id));
        }
    }

    private boolean wasEverHidden(RoomTruth room) {
        for (long sequence = 1; sequence <= room.head(); sequence++) {
            if (!room.visibleAt(user, sequence)) {
                return true;
            }
        }
        return false;
    }

    void subscribed(ServerFrame.Subscribed told, boolean answers) {
        RoomTruth room = world.database.truth(told.room());
        Long after = answers ? asked.remove(told.room()) : null;
        if (!room.visibleSince(user, 1)) {
            throw new AssertionError("%s may not know of %s and listens to it".formatted(device, room.id));
        }
        if (told.sequence() > room.head()) {
            throw new AssertionError("%s is told of a head that is none: %s".formatted(device, told));
        }
        long from = after == null ? told.sequence() : after;
        open.put(room.id, new Listening(from + 1, room.head(), after != null));
        without.remove(room.id);
        device.seen(room.id, from);
        if (world.traced()) {
            world.say("%s: listens to %s from %d".formatted(device, Trace.room(room.id), from));
        }
    }

    void reset(ServerFrame.Reset told) {
        Listening listening = listening(told.room(), told);
        listening.next = told.sequence() + 1;
        listening.resuming = false;
        device.seen(told.room(), told.sequence());
    }

    void caughtUp(ServerFrame.CaughtUp told) {
        Listening listening = listening(told.room(), told);
        if (!listening.resuming || listening.next != told.sequence() + 1) {
            throw new AssertionError("%s is at %d and told %s".formatted(device, listening.next, told));
        }
        listening.resuming = false;
    }

    private Listening listening(UUID room, ServerFrame told) {
        Listening listening = open.get(room);
        if (listening == null) {
            throw new AssertionError("%s does not listen to %s and is told %s".formatted(device, room, told));
        }
        return listening;
    }

    void events(ServerFrame.Events told) {
        RoomTruth room = world.database.truth(told.room());
        for (Event event : told.events()) {
            Listening listening = listening(told.room(), told);
            if (event.sequence() != listening.next) {
                throw new AssertionError("%s has to get %d of %s next and gets %d"
                        .formatted(device, listening.next, room.id, event.sequence()));
            }
            listening.next++;
            device.seen(room.id, event.sequence());
            checkMayRead(room, event.sequence());
            if (room.ends(user, event.sequence())) {
                end(room, listening, event.sequence());
            } else if (event.change() instanceof Event.MessageDeleted deleted) {
                device.sawDeleted(room.id, deleted.message());
            }
        }
        if (world.traced()) {
            world.say("%s: gets %s up to %d"
                    .formatted(
                            device, Trace.room(room.id), told.events().getLast().sequence()));
        }
    }

    /** Who could see the room just before the event, or at any time since, may know of it. */
    private void checkMayRead(RoomTruth room, long sequence) {
        if (!room.visibleSince(user, sequence - 1)) {
            throw new AssertionError("%s may not read %d of %s".formatted(device, sequence, room.id));
        }
    }

    private void end(RoomTruth room, Listening listening, long sequence) {
        boolean cameBack =
                sequence <= listening.knownUntil ? room.visibleSince(user, sequence) : joinedSince(room, sequence);
        if (cameBack) {
            listening.mayBeOver = true;
        } else {
            open.remove(room.id);
        }
        device.ended(room.id);
    }

    private boolean joinedSince(RoomTruth room, long sequence) {
        for (long later = sequence + 1; later <= room.head(); later++) {
            if (room.event(later).change() instanceof Event.MemberJoined joined
                    && joined.user().id().equals(user)) {
                return true;
            }
        }
        return false;
    }

    // ---- In the end ----

    void check(SimulatedConnection connection) {
        if (!asked.isEmpty() || !leaving.isEmpty()) {
            throw new AssertionError(device + " was never answered about " + asked.keySet() + leaving);
        }
        open.forEach((id, listening) -> checkIsAtTheHead(world.database.truth(id), listening, connection));
        if (mineRequest != null && !mine) {
            throw new AssertionError(device + " was never told whether it listens to all its rooms");
        }
        for (RoomTruth room : world.database.rooms.values()) {
            boolean member = room.roleAt(user, room.head()) != null;
            if (mine && member && !without.containsKey(room.id) && !open.containsKey(room.id)) {
                throw new AssertionError("%s is a member of %s and does not hear of it".formatted(device, room.id));
            }
        }
    }

    private void checkIsAtTheHead(RoomTruth room, Listening listening, SimulatedConnection connection) {
        if (listening.mayBeOver && !connection.gateway().listens(connection, room.id)) {
            return;
        }
        if (listening.next != room.head() + 1) {
            throw new AssertionError("%s listens to %s, which is at %d, and is owed %d"
                    .formatted(device, room.id, room.head(), listening.next));
        }
        if (listening.resuming) {
            throw new AssertionError("%s was never told that it has caught up with %s".formatted(device, room.id));
        }
        if (!room.visibleAt(user, room.head())) {
            throw new AssertionError("%s listens to %s for good and may not".formatted(device, room.id));
        }
    }
}
