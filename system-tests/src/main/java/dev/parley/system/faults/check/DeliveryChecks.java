package dev.parley.system.faults.check;

import dev.parley.contract.Event;
import dev.parley.system.faults.history.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was pushed, held against the logs: a listener to a room in each connection, played through entry by entry.
 *
 * <pre>
 *   subscribed(after | head) ──► next = after + 1 | head + 1 ──event = next──► next + 1 … ──event that ends it──► ended
 *                                   ▲ reset: next = head + 1
 * </pre>
 */
final class DeliveryChecks {
    private static final int ALTERED_TOLD = 50;

    private final Evidence evidence;
    private final Map<Place, Listening> listenings = new HashMap<>();
    private final Map<Integer, Entry.Opened> open = new HashMap<>();
    private final Set<Integer> mine = new HashSet<>();
    private long deliveries;
    private int altered;

    private record Place(int connection, UUID room) {}

    private static final class Listening {
        final String epoch;
        final long head;
        long next;

        @Nullable
        Long endedAt;

        Listening(String epoch, long head, long next) {
            this.epoch = epoch;
            this.head = head;
            this.next = next;
        }
    }

    DeliveryChecks(Evidence evidence) {
        this.evidence = evidence;
    }

    long run() {
        for (Entry entry : evidence.entries) {
            if (entry instanceof Entry.OfConnection ofConnection) {
                step(ofConnection);
            }
        }
        open.values().forEach(this::caughtUpAtTheEnd);
        return deliveries;
    }

    private void step(Entry.OfConnection entry) {
        switch (entry) {
            case Entry.Opened opened -> open.put(opened.connection(), opened);
            case Entry.Ended ended -> {
                open.remove(ended.connection());
                mine.remove(ended.connection());
            }
            case Entry.ListensToMine listens -> mine.add(listens.connection());
            case Entry.Subscribed subscribed -> {
                Long after = subscribed.after();
                long from = after == null ? subscribed.head() : after;
                listenings.put(
                        new Place(subscribed.connection(), subscribed.room()),
                        new Listening(subscribed.epoch(), subscribed.head(), from + 1));
            }
            case Entry.Reset reset ->
                listenings.put(
                        new Place(reset.connection(), reset.room()),
                        new Listening(reset.epoch(), reset.head(), reset.head() + 1));
            case Entry.CaughtUp caughtUp -> caughtUp(caughtUp);
            case Entry.Delivered delivered -> delivered(delivered);
            case Entry.Garbled garbled ->
                evidence.violation(Column.GARBLED, "user=%s: %s", garbled.user(), garbled.reason());
            case Entry.Sent _, Entry.Answered _ -> {}
        }
    }

    private void caughtUp(Entry.CaughtUp said) {
        Listening listening = listenings.get(new Place(said.connection(), said.room()));
        if (listening == null || listening.next - 1 < said.sequence()) {
            evidence.violation(
                    Column.SKIPPED,
                    "user=%s connection=%d room=%s caughtUp=%d delivered=%s",
                    said.user(),
                    said.connection(),
                    said.room(),
                    said.sequence(),
                    listening == null ? "none" : Long.toString(listening.next - 1));
        }
    }

    private void delivered(Entry.Delivered delivered) {
        deliveries++;
        Event event = delivered.event();
        Listening listening = listenings.get(new Place(delivered.connection(), delivered.room()));
        likeTheLog(delivered);
        if (listening == null) {
            say(Column.OUT_OF_ORDER, delivered, "without a subscription");
            return;
        }
        if (!listening.epoch.equals(delivered.epoch())) {
            say(Column.OUT_OF_ORDER, delivered, "of another epoch than told");
        }
        RoomReplay room = evidence.room(delivered.room());
        if (room != null) {
            permitted(delivered, listening, room);
        }
        if (event.sequence() < listening.next) {
            say(Column.OUT_OF_ORDER, delivered, "expected " + listening.next);
        } else if (event.sequence() > listening.next) {
            say(Column.SKIPPED, delivered, "expected " + listening.next);
        }
        listening.next = Math.max(listening.next, event.sequence() + 1);
        ends(delivered, listening);
    }

    private static void ends(Entry.Delivered delivered, Listening listening) {
        if (delivered.event().change() instanceof Event.MembershipChange change
                && change.user().id().equals(delivered.user())) {
            boolean past = delivered.event().sequence() <= listening.head;
            if (change.listens()) {
                listening.endedAt = null;
            } else if (!past) {
                // What lies before the head is history that a member of now may read.
                listening.endedAt = delivered.event().sequence();
            }
        }
    }

    private void permitted(Entry.Delivered delivered, Listening listening, RoomReplay room) {
        long sequence = delivered.event().sequence();
        if (!evidence.mayHaveSeen(room, delivered.user(), sequence - 1, delivered.atNanos())) {
            say(Column.AFTER_END, delivered, "the room could not be seen");
            return;
        }
        Long endedAt = listening.endedAt;
        if (endedAt != null && sequence > endedAt && !rejoined(room, delivered, endedAt)) {
            say(Column.AFTER_END, delivered, "listening ended at " + endedAt);
        }
    }

    /** A catch-up that meets a removal and the next joining goes on; then that joining had been asked for. */
    private boolean rejoined(RoomReplay room, Entry.Delivered delivered, long endedAt) {
        return room.changesAfter(delivered.user(), endedAt).stream()
                .map(room::event)
                .anyMatch(event -> event != null
                        && event.change() instanceof Event.MemberJoined
                        && evidence.couldHaveHappened(event, delivered.atNanos()));
    }

    /** The text of a message that was deleted later is gone from the log; all else must be the same. */
    private void likeTheLog(Entry.Delivered delivered) {
        RoomReplay room = evidence.room(delivered.room());
        Event logged = room == null ? null : room.event(delivered.event().sequence());
        if (logged != null
                && room != null
                && room.log().epoch().equals(delivered.epoch())
                && same(logged, delivered.event())) {
            return;
        }
        if (++altered <= ALTERED_TOLD) {
            say(Column.ALTERED, delivered, "the log has " + (logged == null ? "nothing" : logged.change()));
        }
    }

    static boolean same(Event logged, Event delivered) {
        if (logged.equals(delivered)) {
            return true;
        }
        boolean frame = logged.sequence() == delivered.sequence()
                && logged.at().equals(delivered.at())
                && logged.by().equals(delivered.by())
                && logged.command().equals(delivered.command());
        return frame && redacted(logged.change()) && sameButText(logged.change(), delivered.change());
    }

    private static boolean redacted(Event.Change change) {
        return switch (change) {
            case Event.MessagePosted posted -> posted.redacted();
            case Event.MessageEdited edited -> edited.redacted();
            case Event.RoomCreated _, Event.RoomUpdated _, Event.MembershipChange _, Event.MemberUnbanned _ -> false;
            case Event.MessageDeleted _, Event.ReactionAdded _, Event.ReactionRemoved _ -> false;
        };
    }

    private static boolean sameButText(Event.Change logged, Event.Change delivered) {
        return logged.getClass() == delivered.getClass()
                && (!(logged instanceof Event.MessageEdited edited)
                        || edited.message() == ((Event.MessageEdited) delivered).message());
    }

    private void say(Column column, Entry.Delivered delivered, String reason) {
        evidence.violation(
                column,
                "user=%s connection=%d room=%s sequence=%d type=%s: %s",
                delivered.user(),
                delivered.connection(),
                delivered.room(),
                delivered.event().sequence(),
                delivered.event().change().type(),
                reason);
    }

    /** Whoever is still connected when all has come to rest has everything. */
    private void caughtUpAtTheEnd(Entry.Opened connection) {
        for (RoomReplay room : evidence.rooms()) {
            UUID id = room.log().room();
            Listening listening = listenings.get(new Place(connection.connection(), id));
            boolean listens = listening != null && listening.endedAt == null;
            boolean member = room.members().containsKey(connection.user());
            if (listens
                    && listening != null
                    && room.visibleNow(connection.user())
                    && listening.next != room.log().head() + 1) {
                behind(
                        connection,
                        id,
                        "delivered=" + (listening.next - 1) + " head="
                                + room.log().head());
            } else if (!listens && member && mine.contains(connection.connection())) {
                behind(connection, id, "a member who listens to all rooms does not hear of this one");
            }
        }
    }

    private void behind(Entry.Opened connection, UUID room, String reason) {
        evidence.violation(
                Column.BEHIND,
                "user=%s connection=%d gateway=%d room=%s %s",
                connection.user(),
                connection.connection(),
                connection.gateway(),
                room,
                reason);
    }
}
