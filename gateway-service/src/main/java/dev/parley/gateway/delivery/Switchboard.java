package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to which room here, and the way of the rooms' events to them.
 *
 * <p>What holds after each call, and is the reason for its parts: a live listener has been sent every event of its room
 * from the head it was told up to {@link RoomFeed#last}, once and in order ({@link RoomLogs} shows a room's next event
 * and no other), and nothing after the event that ended its right to listen (it cuts what it shows there).
 */
public final class Switchboard {
    /** Who listens to all their rooms; as many as one request asks about. */
    private static final int COMPARED_AT_ONCE = 500;

    private final Attendance attendance;
    private final Codec codec;
    private final Frames frames;
    private final Outlet outlet;
    private final CatchUp catchUp;
    private final Subscribing subscribing;
    private final RoomLogs logs;
    private final int announcedBytes;
    private final Resumes resumes = new Resumes();
    private final Repairs repairs = new Repairs();

    /** In the order in which they came. */
    private final Map<Listener, Attached> attached = new LinkedHashMap<>();

    private final Map<String, Set<Attached>> users = new HashMap<>();
    /** Whose rooms are compared next. */
    private final ArrayDeque<Attached> compareNext = new ArrayDeque<>();

    public Switchboard(Past past, Outlet outlet, Attendance attendance, Codec codec, Reach reach) {
        this.attendance = attendance;
        this.codec = codec;
        this.outlet = outlet;
        this.frames = new Frames(codec, outlet);
        this.logs = new RoomLogs(past, frames, new Rights(), repairs, reach);
        this.catchUp = new CatchUp(past, outlet, frames, this::goLive, this::end, this::release);
        this.announcedBytes = reach.announcedBytes();
        this.subscribing = new Subscribing(this, past, frames, resumes, reach.resumeEvents());
    }

    public void attach(Listener listener) {
        Attached entry = new Attached(listener, new Announcer(listener, outlet, announcedBytes));
        attached.put(listener, entry);
        users.computeIfAbsent(listener.user(), _ -> new LinkedHashSet<>(2)).add(entry);
    }

    public void detach(Listener listener) {
        Attached entry = attached.remove(listener);
        if (entry == null) {
            return;
        }
        entry.gone = true;
        entry.announcer.end();
        List.copyOf(entry.subscriptions.values()).forEach(this::end);
        Set<Attached> others = users.get(listener.user());
        if (others != null) {
            others.remove(entry);
            if (others.isEmpty()) {
                users.remove(listener.user());
            }
        }
    }

    public void subscribe(Listener listener, ClientFrame.Subscribe frame) {
        Attached entry = attached.get(listener);
        if (entry != null) {
            subscribing.rooms(entry, frame);
        }
    }

    public void subscribeMine(Listener listener, String id) {
        Attached entry = attached.get(listener);
        if (entry != null) {
            subscribing.mine(entry, id);
        }
    }

    public void unsubscribe(Listener listener, ClientFrame.Unsubscribe frame) {
        Attached entry = attached.get(listener);
        if (entry == null) {
            return;
        }
        for (UUID room : frame.rooms()) {
            Subscription subscription = entry.subscriptions.get(room);
            // While it is asked which rooms are the user's, one of them may be yet to come.
            boolean ofMine = entry.mineAsked > 0 || (entry.mineGranted && subscription != null);
            if (ofMine && entry.without.size() < Attached.MAX_SUBSCRIPTIONS) {
                entry.without.add(room);
            }
            if (subscription != null) {
                end(subscription);
            }
        }
        new SubscribeRequest(frames, listener, frame.id()).done();
    }

    /** Whether the listener gets the room's events, so that it may signal to it. */
    public boolean listens(Listener listener, UUID room) {
        Attached entry = attached.get(listener);
        Subscription subscription = entry == null ? null : entry.subscriptions.get(room);
        return subscription != null && subscription.state != Subscription.State.ASKED;
    }

    /** Passes a signal's frame to those who listen live; nobody else ever gets it. */
    public void signal(UUID room, byte[] frame) {
        RoomFeed feed = logs.feed(room);
        if (feed != null && !feed.audience.isEmpty()) {
            outlet.deliver(feed.audience, frame);
        }
    }

    /** Passes a signal's frame to those of the user's connections that listen live. */
    public void signal(UUID room, String user, byte[] frame) {
        for (Attached entry : users.getOrDefault(user, Set.of())) {
            Subscription subscription = entry.subscriptions.get(room);
            if (subscription != null && subscription.state == Subscription.State.LIVE) {
                outlet.send(entry.listener, frame);
            }
        }
    }

    /** Takes what one poll of the broadcast brought, in the order in which it came. */
    public void arrived(List<Arrival> batch) {
        logs.arrived(batch);
    }

    /**
     * Fetches whatever the rooms have grown by, and begins to ask, for those who listen to all their rooms, which these are;
     * for when the broadcast is known to have lost something.
     */
    public void checkHeads() {
        logs.checkHeads();
        compareNext.clear();
        compareSomeMine();
    }

    /**
     * Asks how far the rooms that somebody listens to have grown, and some of those who listen to all their rooms which
     * these are; for now and then, in case the broadcast lost the last event of a room.
     */
    public void compareHeads() {
        logs.compareHeads();
        compareSomeMine();
    }

    private void compareSomeMine() {
        if (compareNext.isEmpty()) {
            attached.values().stream().filter(Attached::mine).forEach(compareNext::addLast);
        }
        for (int i = 0; i < COMPARED_AT_ONCE && !compareNext.isEmpty(); i++) {
            Attached entry = compareNext.removeFirst();
            if (attached.get(entry.listener) == entry) {
                subscribing.compareMine(entry);
            }
        }
    }

    /** How those who came back were served, for the metrics. */
    public Resumes resumes() {
        return resumes;
    }

    /** Why rooms asked for events that the broadcast did not bring, for the metrics. */
    public Repairs repairs() {
        return repairs;
    }

    /** How many rooms are known, for the metrics. */
    public int rooms() {
        return logs.size();
    }

    /** What the recent events take, for the metrics. */
    public long ringBytes() {
        return logs.ringBytes();
    }

    // ---- One subscription, for Subscribing ----

    RoomLogs logs() {
        return logs;
    }

    /** Tells the client that it listens from here on. */
    void announce(Subscription subscription, RoomFeed feed, long head) {
        attendance.began(feed.room, subscription.listener.user());
        subscription.announced = true;
        say(subscription, feed, head);
    }

    void say(Subscription subscription, RoomFeed feed, long head) {
        byte[] frame = codec.encode(new ServerFrame.Subscribed(
                feed.room, feed.epoch, head, subscription.role, attendance.online(feed.room)));
        Attached entry = attached.get(subscription.listener);
        if (entry == null) {
            outlet.send(subscription.listener, frame);
        } else {
            entry.announcer.say(frame);
        }
    }

    /** Whether a room of this listener's may be settled now; if not, it will be when the socket has taken more. */
    boolean settlesNow(Listener listener, Runnable settling) {
        Attached entry = attached.get(listener);
        return entry == null || entry.announcer.settlesNow(settling);
    }

    void resume(Subscription subscription, RoomFeed feed, long cursor) {
        subscription.state = Subscription.State.CATCHING_UP;
        subscription.cursor = cursor;
        subscription.resuming = true;
        feed.waiting.add(subscription);
        Attached entry = attached.get(subscription.listener);
        if (entry != null) {
            queue(subscription, entry);
        }
    }

    private void queue(Subscription subscription, Attached entry) {
        subscription.busy = true;
        entry.queued.addLast(subscription);
        startQueued(entry);
    }

    /** The room has got further; who was ahead of it gave its turn to others, and needs one again if there is much to send. */
    private void goOn(Subscription waiting, RoomFeed feed) {
        Attached entry = attached.get(waiting.listener);
        if (entry == null || waiting.slot || waiting.busy || waiting.cursor >= feed.last) {
            catchUp.advance(waiting, feed);
        } else {
            queue(waiting, entry);
        }
    }

    private void startQueued(Attached entry) {
        if (entry.starting) {
            return;
        }
        entry.starting = true;
        while (entry.catchingUp < Attached.MAX_CATCHING_UP && !entry.queued.isEmpty()) {
            Subscription next = entry.queued.removeFirst();
            RoomFeed feed = logs.feed(next.room);
            if (feed != null && next.state == Subscription.State.CATCHING_UP) {
                entry.catchingUp++;
                next.slot = true;
                next.busy = false;
                catchUp.advance(next, feed);
            }
        }
        entry.starting = false;
    }

    private void release(Subscription subscription) {
        Attached entry = attached.get(subscription.listener);
        if (subscription.slot && entry != null) {
            subscription.slot = false;
            entry.catchingUp--;
            startQueued(entry);
        }
    }

    void goLive(Subscription subscription) {
        RoomFeed feed = Objects.requireNonNull(logs.feed(subscription.room), "a room with a subscription is known");
        feed.waiting.remove(subscription);
        subscription.backlog.clear();
        subscription.state = Subscription.State.LIVE;
        feed.audience.add(subscription);
    }

    void end(Subscription subscription) {
        Subscription.State was = subscription.state;
        subscription.state = Subscription.State.OVER;
        Attached entry = attached.get(subscription.listener);
        if (entry != null) {
            entry.subscriptions.remove(subscription.room, subscription);
        }
        RoomFeed feed = logs.feed(subscription.room);
        if (feed != null) {
            if (was == Subscription.State.LIVE) {
                feed.audience.remove(subscription);
            }
            feed.waiting.remove(subscription);
            logs.dropIfIdle(feed);
        }
        release(subscription);
        if (subscription.announced) {
            attendance.ended(subscription.room, subscription.listener.user());
        }
    }

    /** What a room's log does to those who listen to it. */
    private final class Rights implements RoomLogs.Audiences {
        @Override
        public void begin(RoomFeed feed, LoggedEvent joined) {
            for (Attached entry : of(joined)) {
                Subscription subscription = entry.subscriptions.get(feed.room);
                if (subscription != null && subscription.endWasSent()) {
                    Switchboard.this.end(subscription);
                    subscription = null;
                }
                if (subscription != null) {
                    subscription.endsAt = Subscription.NO_END;
                    subscription.role = roleOf(joined, subscription);
                    continue;
                }
                // Whoever unsubscribed from it did so as a member of before.
                entry.without.remove(feed.room);
                if (entry.lacks(feed.room)) {
                    subscription = new Subscription(entry.listener, feed.room, null);
                    subscription.role = roleOf(joined, subscription);
                    entry.subscriptions.put(feed.room, subscription);
                    announce(subscription, feed, joined.sequence() - 1);
                    goLive(subscription);
                }
            }
        }

        @Override
        public void change(RoomFeed feed, LoggedEvent change) {
            for (Attached entry : of(change)) {
                Subscription subscription = entry.subscriptions.get(feed.room);
                if (subscription != null) {
                    subscription.role = roleOf(change, subscription);
                }
            }
        }

        @Override
        public void end(RoomFeed feed, LoggedEvent ends) {
            for (Attached entry : of(ends)) {
                Subscription subscription = entry.subscriptions.get(feed.room);
                if (subscription == null || ends.sequence() <= subscription.knownUntil) {
                    continue;
                }
                switch (subscription.state) {
                    case LIVE -> Switchboard.this.end(subscription);
                    case CATCHING_UP -> subscription.endsAt = Math.min(subscription.endsAt, ends.sequence());
                    // What it is told of its standing is older or newer than this event; settling compares the numbers.
                    case ASKED, OVER -> {}
                }
            }
        }

        @Override
        public void shown(RoomFeed feed) {
            List.copyOf(feed.waiting).forEach(waiting -> goOn(waiting, feed));
        }

        @Override
        public void sendAway(RoomFeed feed) {
            List<Subscription> everybody = feed.audience.everybody();
            everybody.addAll(feed.waiting);
            for (Subscription subscription : everybody) {
                Switchboard.this.end(subscription);
                outlet.close(subscription.listener, CloseCode.UNAVAILABLE);
            }
        }

        @Override
        public boolean absent() {
            return attached.isEmpty();
        }

        private Set<Attached> of(LoggedEvent event) {
            return users.getOrDefault(event.affected(), Set.of());
        }

        private @Nullable Role roleOf(LoggedEvent event, Subscription subscription) {
            if (codec.event(event.json()) instanceof Decoded.Value<Event>(Event decoded)) {
                if (decoded.change() instanceof Event.MemberJoined joined) {
                    return joined.role();
                }
                if (decoded.change() instanceof Event.MemberRoleChanged changed) {
                    return changed.role();
                }
            }
            return subscription.role;
        }
    }
}
