package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Event;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every room that somebody here listens to or that was busy lately, and the way of its events to its listeners.
 *
 * <p>What holds after each call, and is the reason for its parts: a live listener has been sent every event of its room
 * from the head it was told up to {@link RoomFeed#last}, once and in order ({@code accept} takes only the next event,
 * {@code repair} fetches a hole before anything after it is shown); and nothing after the event that ended its right to
 * listen ({@code publish} cuts a batch there).
 */
public final class Switchboard {
    private static final int REPAIR_PAGE_EVENTS = 1_000;
    /** Further behind than what may be under way. */
    private static final int FAR_BEHIND_EVENTS = 100;

    private static final Duration REPAIR_RETRY = Duration.ofMillis(250);

    private final Past past;
    private final Attendance attendance;
    private final Codec codec;
    private final Frames frames;
    private final Outlet outlet;
    private final CatchUp catchUp;
    private final Subscribing subscribing;
    private final Ring ring;
    private final int resumeEvents;

    private final Map<UUID, RoomFeed> rooms = new HashMap<>();
    private final Map<Listener, Attached> attached = new IdentityHashMap<>();
    private final Map<String, Set<Attached>> users = new HashMap<>();

    /**
     * @param resumeEvents how far behind a cursor may be
     * @param ringBytes what all rooms' recent events may take
     */
    public Switchboard(Past past, Outlet outlet, Attendance attendance, Codec codec, int resumeEvents, long ringBytes) {
        this.past = past;
        this.attendance = attendance;
        this.codec = codec;
        this.outlet = outlet;
        this.resumeEvents = resumeEvents;
        this.frames = new Frames(codec, outlet);
        this.ring = new Ring(ringBytes, this::dropIfIdle);
        this.catchUp = new CatchUp(past, outlet, frames, this::goLive, this::end, this::release);
        this.subscribing = new Subscribing(this, past, frames, attendance, resumeEvents);
    }

    public void attach(Listener listener) {
        Attached entry = new Attached(listener);
        attached.put(listener, entry);
        users.computeIfAbsent(listener.user(), _ -> new HashSet<>(2)).add(entry);
    }

    public void detach(Listener listener) {
        Attached entry = attached.remove(listener);
        if (entry == null) {
            return;
        }
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
        RoomFeed feed = rooms.get(room);
        if (feed != null && !feed.audience.isEmpty()) {
            outlet.deliver(feed.audience, frame);
        }
    }

    /** Takes what one poll of the broadcast brought, in the order in which it came. */
    public void arrived(List<Arrival> batch) {
        Set<RoomFeed> touched = new LinkedHashSet<>();
        for (Arrival arrival : batch) {
            RoomFeed feed = rooms.computeIfAbsent(
                    arrival.room(),
                    room -> new RoomFeed(room, arrival.epoch(), arrival.event().sequence() - 1));
            if (!feed.epoch.equals(arrival.epoch())) {
                publish(feed);
                restart(feed, arrival.epoch(), arrival.event().sequence() - 1);
            }
            accept(feed, arrival.event());
            touched.add(feed);
        }
        for (RoomFeed feed : touched) {
            publish(feed);
            if (feed.heardOf > feed.last && !feed.repairing) {
                repair(feed);
            }
            dropIfIdle(feed);
        }
    }

    /** Compares every room that is known with history-service; for when the broadcast may have lost its tail. */
    public void checkHeads() {
        for (RoomFeed feed : List.copyOf(rooms.values())) {
            feed.inDoubt = true;
            if (!feed.repairing) {
                repair(feed);
            }
        }
    }

    /** How many rooms are known, for the metrics. */
    public int rooms() {
        return rooms.size();
    }

    /** What the recent events take, for the metrics. */
    public long ringBytes() {
        return ring.bytes();
    }

    // ---- One room's log ----

    private void accept(RoomFeed feed, LoggedEvent event) {
        if (event.sequence() == feed.last + 1) {
            feed.last = event.sequence();
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
        feed.publishing = true;
        feed.fresh.clear();
        int start = 0;
        for (int i = 0; i < fresh.size(); i++) {
            LoggedEvent event = fresh.get(i);
            switch (event.effect()) {
                case NONE, REDACTS -> {}
                case BEGINS -> {
                    frames.deliver(feed, fresh.subList(start, i));
                    start = i;
                    begin(feed, event);
                }
                case CHANGES -> roleChanged(feed, event);
                case ENDS -> {
                    frames.deliver(feed, fresh.subList(start, i + 1));
                    start = i + 1;
                    endFor(feed, event);
                }
            }
        }
        frames.deliver(feed, fresh.subList(start, fresh.size()));
        List.copyOf(feed.waiting).forEach(waiting -> catchUp.advance(waiting, feed));
        feed.publishing = false;
    }

    private void begin(RoomFeed feed, LoggedEvent joined) {
        for (Attached entry : users.getOrDefault(joined.affected(), Set.of())) {
            Subscription subscription = entry.subscriptions.get(feed.room);
            if (subscription != null && subscription.endWasSent()) {
                end(subscription);
                subscription = null;
            }
            if (subscription != null) {
                subscription.endsAt = Subscription.NO_END;
                subscription.role = roleOf(joined, subscription);
            } else if (entry.mine && entry.subscriptions.size() < Attached.MAX_SUBSCRIPTIONS) {
                subscription = new Subscription(entry.listener, feed.room, null);
                subscription.role = roleOf(joined, subscription);
                entry.subscriptions.put(feed.room, subscription);
                announce(subscription, feed, joined.sequence() - 1);
                goLive(subscription);
            }
        }
    }

    private void roleChanged(RoomFeed feed, LoggedEvent change) {
        for (Attached entry : users.getOrDefault(change.affected(), Set.of())) {
            Subscription subscription = entry.subscriptions.get(feed.room);
            if (subscription != null) {
                subscription.role = roleOf(change, subscription);
            }
        }
    }

    private void endFor(RoomFeed feed, LoggedEvent ends) {
        for (Attached entry : users.getOrDefault(ends.affected(), Set.of())) {
            Subscription subscription = entry.subscriptions.get(feed.room);
            if (subscription == null || ends.sequence() <= subscription.knownUntil) {
                continue;
            }
            switch (subscription.state) {
                case LIVE -> end(subscription);
                case CATCHING_UP -> subscription.endsAt = Math.min(subscription.endsAt, ends.sequence());
                // What it is told of its standing is older or newer than this event; settling compares the numbers.
                case ASKED, OVER -> {}
            }
        }
    }

    private dev.parley.contract.@Nullable Role roleOf(LoggedEvent event, Subscription subscription) {
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

    /** Fetches what is missing between {@code last} and what was heard of; nothing later is shown before. */
    private void repair(RoomFeed feed) {
        if (feed.heardOf - feed.last > resumeEvents) {
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
            feed.inDoubt = feed.inDoubt && !(answered && feed.last == before);
            if (feed.heardOf <= feed.last && !feed.inDoubt) {
                dropIfIdle(feed);
            } else if (feed.last > before) {
                repair(feed);
            } else {
                feed.repairing = true;
                past.after(REPAIR_RETRY, () -> repair(feed));
            }
        });
    }

    /**
     * The room is known to have grown to this sequence, which the broadcast should bring in a moment; if it does not,
     * history-service is asked.
     */
    void expect(RoomFeed feed, long sequence) {
        if (sequence <= feed.heardOf) {
            return;
        }
        if (sequence - feed.last > FAR_BEHIND_EVENTS && feed.audience.isEmpty() && feed.waiting.isEmpty()) {
            // Nobody here needs what lies between; a late repeat of an old event can leave a feed like this.
            ring.forget(feed);
            feed.last = sequence;
        }
        feed.heardOf = sequence;
        if (feed.heardOf > feed.last && !feed.repairing) {
            feed.repairing = true;
            past.after(REPAIR_RETRY, () -> repair(feed));
        }
    }

    /** The hole is larger than a resume may be. */
    private void skip(RoomFeed feed) {
        ring.forget(feed);
        feed.last = feed.heardOf;
        feed.repairing = false;
        sendAway(feed);
    }

    /** The room's log was restored: what was known of it no longer counts. */
    void restart(RoomFeed feed, String epoch, long last) {
        ring.forget(feed);
        feed.epoch = epoch;
        feed.last = last;
        feed.heardOf = last;
        sendAway(feed);
    }

    /**
     * Nobody looked at what lies between: who may still listen is not known. Those who listened come back, are asked for
     * their standing again, and are told {@code reset} then.
     */
    private void sendAway(RoomFeed feed) {
        List<Subscription> everybody = feed.audience.everybody();
        everybody.addAll(feed.waiting);
        for (Subscription subscription : everybody) {
            end(subscription);
            outlet.close(subscription.listener, CloseCode.UNAVAILABLE);
        }
    }

    private void dropIfIdle(RoomFeed feed) {
        if (feed.idle()) {
            rooms.remove(feed.room, feed);
        }
    }

    // ---- One subscription, for Subscribing ----

    @Nullable
    RoomFeed feed(UUID room) {
        return rooms.get(room);
    }

    RoomFeed feedFrom(Standing.Seen standing) {
        return rooms.computeIfAbsent(
                standing.room(), room -> new RoomFeed(room, standing.epoch(), standing.sequence()));
    }

    /** Tells the client that it listens from here on. */
    void announce(Subscription subscription, RoomFeed feed, long head) {
        attendance.began(feed.room, subscription.listener.user());
        subscription.announced = true;
        frames.send(
                subscription.listener,
                new ServerFrame.Subscribed(
                        feed.room, feed.epoch, head, subscription.role, attendance.online(feed.room)));
    }

    void resume(Subscription subscription, RoomFeed feed, long cursor) {
        subscription.state = Subscription.State.CATCHING_UP;
        subscription.cursor = cursor;
        subscription.resuming = true;
        feed.waiting.add(subscription);
        Attached entry = attached.get(subscription.listener);
        if (entry != null) {
            subscription.busy = true;
            entry.queued.addLast(subscription);
            startQueued(entry);
        }
    }

    private void startQueued(Attached entry) {
        if (entry.starting) {
            return;
        }
        entry.starting = true;
        while (entry.catchingUp < Attached.MAX_CATCHING_UP && !entry.queued.isEmpty()) {
            Subscription next = entry.queued.removeFirst();
            RoomFeed feed = rooms.get(next.room);
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
        RoomFeed feed = Objects.requireNonNull(rooms.get(subscription.room), "a room with a subscription is known");
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
        RoomFeed feed = rooms.get(subscription.room);
        if (feed != null) {
            if (was == Subscription.State.LIVE) {
                feed.audience.remove(subscription);
            }
            feed.waiting.remove(subscription);
            dropIfIdle(feed);
        }
        release(subscription);
        if (subscription.announced) {
            attendance.ended(subscription.room, subscription.listener.user());
        }
    }
}
