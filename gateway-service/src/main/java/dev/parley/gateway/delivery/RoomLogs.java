package dev.parley.gateway.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the log of each room stands that somebody here listens to or that was busy lately.
 *
 * <p>The broadcast loses, doubles and reorders; what leaves here does not: {@code accept} takes only the next event, and
 * {@code repair} fetches a hole before anything after it is shown. A hole is noticed by what comes after it. A tail has
 * nothing after it: {@link #compareHeads} asks for it now and then.
 */
final class RoomLogs {
    private static final int REPAIR_PAGE_EVENTS = 1_000;
    /** Further behind than what may be under way. */
    private static final int FAR_BEHIND_EVENTS = 100;

    private static final Duration REPAIR_RETRY = Duration.ofMillis(250);
    /** Up to 4 s, where history-service answers and does not have what was heard of, as after a restore. */
    private static final int MOST_DOUBLINGS = 4;
    /** As many as one request asks about: whoever comes meanwhile waits for no more than that. */
    private static final int COMPARED_AT_ONCE = 5_000;

    private final Past past;
    private final Frames frames;
    private final Audiences audiences;
    private final Ring ring;
    private final Repairs repairs;
    private final Reach reach;

    private final Map<UUID, RoomFeed> rooms = new HashMap<>();
    /** Questions of {@link #compareHeads} without an answer yet. */
    private int comparing;
    /** The rooms that this round has not come to. */
    private final ArrayDeque<RoomFeed> toCompare = new ArrayDeque<>();

    /** Is told what a room's log does to those who listen to it. */
    interface Audiences {
        /** The affected user became a member; everything before the event was shown. */
        void begin(RoomFeed feed, LoggedEvent joined);

        void change(RoomFeed feed, LoggedEvent change);

        /** The affected user's right to listen ended; the event itself was shown. */
        void end(RoomFeed feed, LoggedEvent ends);

        /** Everything up to {@link RoomFeed#last} was shown: those who wait for the room may go on. */
        void shown(RoomFeed feed);

        /**
         * Nobody looked at what lies between: who may still listen is not known. Those who listened come back, are asked
         * for their standing again, and are told {@code reset} then.
         */
        void sendAway(RoomFeed feed);

        /** Whether no client is connected, so that nobody can miss anything. */
        boolean absent();
    }

    RoomLogs(Past past, Frames frames, Audiences audiences, Repairs repairs, Reach reach) {
        this.past = past;
        this.frames = frames;
        this.audiences = audiences;
        this.repairs = repairs;
        this.ring = new Ring(reach.ringBytes(), this::dropIfIdle);
        this.reach = reach;
    }

    @Nullable
    RoomFeed feed(UUID room) {
        return rooms.get(room);
    }

    RoomFeed feedFrom(Standing.Seen standing) {
        return rooms.computeIfAbsent(
                standing.room(), room -> new RoomFeed(room, standing.epoch(), standing.sequence()));
    }

    int size() {
        return rooms.size();
    }

    long ringBytes() {
        return ring.bytes();
    }

    void dropIfIdle(RoomFeed feed) {
        if (feed.idle()) {
            rooms.remove(feed.room, feed);
        }
    }

    void arrived(List<Arrival> batch) {
        Set<RoomFeed> touched = new LinkedHashSet<>();
        for (Arrival arrival : batch) {
            RoomFeed feed = rooms.computeIfAbsent(
                    arrival.room(),
                    room -> new RoomFeed(room, arrival.epoch(), arrival.event().sequence() - 1));
            if (!feed.epoch.equals(arrival.epoch())) {
                publish(feed);
                restart(feed, arrival.epoch(), arrival.event().sequence() - 1);
            }
            if (arrival.event().sequence() > feed.last + 1 && !feed.repairing && audiences.absent()) {
                // Nobody misses it. A gateway that starts reads from some minutes back, which may begin with a late
                // repeat.
                jump(feed, arrival.event().sequence() - 1);
            }
            accept(feed, arrival.event());
            touched.add(feed);
        }
        @Nullable RuntimeException defect = null;
        for (RoomFeed feed : touched) {
            try {
                published(feed);
            } catch (RuntimeException one) {
                // The other rooms go on.
                defect = one;
            }
        }
        if (defect != null) {
            throw defect;
        }
    }

    private void published(RoomFeed feed) {
        publish(feed);
        if (feed.heardOf > feed.last && !feed.repairing) {
            begin(feed, Repairs.Cause.HOLE);
        }
        dropIfIdle(feed);
    }

    private void begin(RoomFeed feed, Repairs.Cause cause) {
        repairs.count(cause);
        repair(feed);
    }

    private void accept(RoomFeed feed, LoggedEvent event) {
        if (event.sequence() == feed.last + 1) {
            feed.last = event.sequence();
            feed.futile = 0;
            feed.fresh.add(event);
            if (event.effect() == LoggedEvent.Effect.REDACTS) {
                // History has the room's log without the deleted text; deleting is too rare to look for it here.
                ring.forget(feed);
            }
            ring.add(feed, event);
        }
        feed.heardOf = Math.max(feed.heardOf, event.sequence());
    }

    /** Shows the audience what was accepted, cut where an event changes who the audience is. */
    private void publish(RoomFeed feed) {
        List<LoggedEvent> fresh = List.copyOf(feed.fresh);
        feed.fresh.clear();
        feed.publishing = true;
        try {
            show(feed, fresh);
        } catch (RuntimeException | Error defect) {
            // Some were shown it and some were not, and nothing says who.
            audiences.sendAway(feed);
            throw defect;
        } finally {
            feed.publishing = false;
        }
    }

    private void show(RoomFeed feed, List<LoggedEvent> fresh) {
        int start = 0;
        for (int i = 0; i < fresh.size(); i++) {
            LoggedEvent event = fresh.get(i);
            switch (event.effect()) {
                case NONE, REDACTS -> {}
                case BEGINS -> {
                    frames.deliver(feed, fresh.subList(start, i));
                    start = i;
                    audiences.begin(feed, event);
                }
                case CHANGES -> audiences.change(feed, event);
                case ENDS -> {
                    frames.deliver(feed, fresh.subList(start, i + 1));
                    start = i + 1;
                    audiences.end(feed, event);
                }
            }
        }
        frames.deliver(feed, fresh.subList(start, fresh.size()));
        audiences.shown(feed);
    }

    /** Fetches what is missing between {@code last} and what was heard of; nothing later is shown before. */
    private void repair(RoomFeed feed) {
        if (feed.heardOf - feed.last > reach.resumeEvents()) {
            skip(feed);
            return;
        }
        feed.repairing = true;
        past.events(feed.room, feed.last, REPAIR_PAGE_EVENTS, reply -> {
            feed.repairing = false;
            long before = feed.last;
            if (reply instanceof Past.Reply.Known<Past.Page>(Past.Page page)
                    && page.epoch().equals(feed.epoch)) {
                page.events().forEach(event -> accept(feed, event));
                publish(feed);
            }
            boolean answered = reply instanceof Past.Reply.Known<Past.Page>;
            feed.futile = answered && feed.last == before ? feed.futile + 1 : feed.futile;
            feed.inDoubt = feed.inDoubt && !(answered && feed.last == before);
            if (feed.heardOf <= feed.last && !feed.inDoubt) {
                feed.futile = 0;
                dropIfIdle(feed);
            } else if (feed.last > before) {
                repair(feed);
            } else {
                repairLater(feed);
            }
        });
    }

    /** The broadcast may bring it meanwhile. */
    private void repairLater(RoomFeed feed) {
        feed.repairing = true;
        past.after(REPAIR_RETRY.multipliedBy(1L << Math.clamp(feed.futile - 1, 0, MOST_DOUBLINGS)), () -> {
            feed.repairing = false;
            if (feed.heardOf > feed.last || feed.inDoubt) {
                repair(feed);
            } else {
                dropIfIdle(feed);
            }
        });
    }

    /**
     * The room is known to have grown to this sequence, which the broadcast should bring in a moment; if it does not,
     * history-service is asked.
     */
    void expect(RoomFeed feed, long sequence) {
        if (sequence <= Math.max(feed.heardOf, feed.spokenOf)) {
            return;
        }
        if (sequence - feed.last > FAR_BEHIND_EVENTS && feed.audience.isEmpty() && feed.waiting.isEmpty()) {
            // Nobody here needs what lies between; a late repeat of an old event can leave a feed like this.
            jump(feed, sequence);
        }
        feed.spokenOf = sequence;
        if (feed.spokenOf > feed.last && !feed.waitingForDue) {
            waitForDue(feed);
        }
    }

    /**
     * One clock for each room: of a busy one more and more is spoken of, and what counts is whether it reaches what was spoken
     * of first. What is spoken of while the clock runs is looked for when the next one has run, too.
     */
    private void waitForDue(RoomFeed feed) {
        feed.waitingForDue = true;
        feed.due = feed.spokenOf;
        past.after(reach.broadcastDelay(), () -> {
            feed.waitingForDue = false;
            if (feed.due > feed.last) {
                feed.heardOf = Math.max(feed.heardOf, feed.spokenOf);
                if (!feed.repairing) {
                    begin(feed, Repairs.Cause.TAIL);
                }
            } else if (feed.spokenOf > feed.last) {
                waitForDue(feed);
            } else {
                dropIfIdle(feed);
            }
        });
    }

    /** The room's log goes on behind this sequence: whoever would miss what lies between is not here, or is sent away. */
    private void jump(RoomFeed feed, long sequence) {
        ring.forget(feed);
        feed.last = sequence;
        feed.heardOf = Math.max(feed.heardOf, sequence);
    }

    /** The hole is larger than a resume may be. */
    private void skip(RoomFeed feed) {
        jump(feed, feed.heardOf);
        feed.repairing = false;
        audiences.sendAway(feed);
        dropIfIdle(feed);
    }

    /** The room's log was restored: what was known of it no longer counts. */
    void restart(RoomFeed feed, String epoch, long last) {
        ring.forget(feed);
        feed.epoch = epoch;
        feed.last = last;
        feed.heardOf = last;
        feed.spokenOf = last;
        feed.due = last;
        audiences.sendAway(feed);
        // The last of them may have taken the feed along; whoever restarts it goes on with it.
        rooms.put(feed.room, feed);
    }

    // ---- A tail that the broadcast lost ----

    /** Fetches whatever every room that is known has grown by; for when the broadcast is known to have lost something. */
    void checkHeads() {
        for (RoomFeed feed : List.copyOf(rooms.values())) {
            feed.inDoubt = true;
            if (!feed.repairing) {
                begin(feed, Repairs.Cause.DOUBT);
            }
        }
    }

    /**
     * Asks how far the rooms that somebody listens to have grown: some thousand rooms are one request, and the next are
     * asked about when it is answered. Nothing is begun while the last round is under way.
     */
    void compareHeads() {
        if (comparing > 0) {
            return;
        }
        if (toCompare.isEmpty()) {
            toCompare.addAll(rooms.values());
        }
        compareSome();
    }

    private void compareSome() {
        Map<String, List<UUID>> byUser = new LinkedHashMap<>();
        for (int asked = 0; asked < COMPARED_AT_ONCE && !toCompare.isEmpty(); ) {
            RoomFeed feed = toCompare.removeFirst();
            Optional<String> user = feed.anybody();
            if (user.isPresent()) {
                byUser.computeIfAbsent(user.get(), _ -> new ArrayList<>()).add(feed.room);
                asked++;
            }
        }
        comparing = byUser.size();
        byUser.forEach((user, asked) -> past.standings(user, asked, this::compared));
    }

    private void compared(Past.Reply<List<Standing>> reply) {
        comparing--;
        if (reply instanceof Past.Reply.Known<List<Standing>>(List<Standing> standings)) {
            standings.forEach(this::compare);
        }
        if (comparing == 0) {
            compareSome();
        }
    }

    private void compare(Standing standing) {
        RoomFeed feed = rooms.get(standing.room());
        if (feed == null) {
            return;
        }
        switch (standing) {
            case Standing.Seen seen -> {
                // Another epoch shows with its first event; until then there is nothing to miss.
                if (seen.epoch().equals(feed.epoch)) {
                    expect(feed, seen.sequence());
                }
            }
            case Standing.Unseen _ -> {
                // Somebody listens who may no longer: the event that says so is on its way, or was lost.
                feed.inDoubt = true;
                if (!feed.repairing) {
                    repairs.count(Repairs.Cause.DOUBT);
                    repairLater(feed);
                }
            }
        }
    }
}
