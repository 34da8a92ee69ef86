package dev.parley.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.message.sequencing.LoggedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A room's log as the database committed it, and what it says about who could see the room when. */
final class RoomTruth {
    final UUID id;
    final String epoch;
    private final List<Event> events = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final Map<Long, byte[]> redacted = new HashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private RoomKind kind = RoomKind.PRIVATE;

    /** How a user stands to the room from a sequence on. */
    private record Place(long since, @Nullable Role role, boolean banned) {}

    RoomTruth(UUID id, String epoch) {
        this.id = id;
        this.epoch = epoch;
    }

    void logged(Event event, LoggedEvent logged) {
        if (event.sequence() != head() + 1) {
            throw new AssertionError("room %s: after %d comes %d".formatted(id, head(), event.sequence()));
        }
        events.add(event);
        bodies.add(logged.body().getBytes(UTF_8));
        switch (event.change()) {
            case Event.RoomCreated created -> kind = created.kind();
            case Event.MemberJoined joined -> place(joined.user().id(), event, joined.role(), false);
            case Event.MemberRoleChanged changed -> place(changed.user().id(), event, changed.role(), false);
            case Event.MemberLeft left -> place(left.user().id(), event, null, false);
            case Event.MemberRemoved removed -> place(removed.user().id(), event, null, false);
            case Event.MemberBanned banned -> place(banned.user().id(), event, null, true);
            case Event.MemberUnbanned unbanned -> place(unbanned.user().id(), event, null, false);
            case Event.MessagePosted _,
                    Event.MessageEdited _,
                    Event.MessageDeleted _,
                    Event.ReactionAdded _,
                    Event.ReactionRemoved _,
                    Event.RoomUpdated _ -> checkIsMember(event);
        }
    }

    private void place(String user, Event event, @Nullable Role role, boolean banned) {
        places.computeIfAbsent(user, _ -> new ArrayList<>()).add(new Place(event.sequence(), role, banned));
    }

    private void checkIsMember(Event event) {
        if (roleAt(event.by().id(), event.sequence()) == null) {
            throw new AssertionError("room %s: %s is no member and wrote %s".formatted(id, event.by(), event));
        }
    }

    void redacted(long sequence, String body) {
        redacted.put(sequence, body.getBytes(UTF_8));
    }

    long head() {
        return events.size();
    }

    Event event(long sequence) {
        return events.get((int) sequence - 1);
    }

    List<Event> events() {
        return events;
    }

    /** The event's bytes as they stand now. */
    byte[] body(long sequence) {
        return redacted.getOrDefault(sequence, bodies.get((int) sequence - 1));
    }

    /** The event's bytes as they were written first, or as they are without the deleted text. */
    byte[] body(long sequence, boolean withoutText) {
        byte[] now = redacted.get(sequence);
        return withoutText && now != null ? now : bodies.get((int) sequence - 1);
    }

    private @Nullable Place placeAt(String user, long sequence) {
        Place found = null;
        for (Place place : places.getOrDefault(user, List.of())) {
            if (place.since <= sequence) {
                found = place;
            }
        }
        return found;
    }

    @Nullable
    Role roleAt(String user, long sequence) {
        Place place = placeAt(user, sequence);
        return place == null ? null : place.role;
    }

    boolean visibleAt(String user, long sequence) {
        Place place = placeAt(user, sequence);
        return place == null ? kind.open() : place.role != null || kind.open() && !place.banned;
    }

    /** Whether the user could see the room at the sequence or at some time since. */
    boolean visibleSince(String user, long sequence) {
        if (visibleAt(user, sequence)) {
            return true;
        }
        return places.getOrDefault(user, List.of()).stream()
                .anyMatch(place -> place.since > sequence && visibleAt(user, place.since));
    }

    /** Whether the event is the last that a listener who is that user gets. */
    boolean ends(String user, long sequence) {
        return event(sequence).change() instanceof Event.MembershipChange change
                && change.user().id().equals(user)
                && !change.listens();
    }
}
