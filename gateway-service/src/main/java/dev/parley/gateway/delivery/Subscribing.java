package dev.parley.gateway.delivery;

import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * From a {@code subscribe} frame to subscriptions: who may listen, from where.
 *
 * <p>A standing says how things were when the room's log ended at some sequence; the room here may be ahead of it. Then
 * the events in between decide, and if they are no longer at hand the question is asked again.
 */
final class Subscribing {
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration RETRY = Duration.ofMillis(100);
    /** A cursor beyond the head may come from a gateway that is ahead of this one; after these it counts as wrong. */
    private static final int BEYOND_HEAD_ATTEMPTS = 3;

    private final Switchboard switchboard;
    private final Past past;
    private final Frames frames;
    private final Resumes resumes;
    private final int resumeEvents;

    Subscribing(Switchboard switchboard, Past past, Frames frames, Resumes resumes, int resumeEvents) {
        this.switchboard = switchboard;
        this.past = past;
        this.frames = frames;
        this.resumes = resumes;
        this.resumeEvents = resumeEvents;
    }

    void rooms(Attached entry, ClientFrame.Subscribe frame) {
        SubscribeRequest request = new SubscribeRequest(frames, entry.listener, frame.id());
        if (entry.subscriptions.size() + frame.rooms().size() > Attached.MAX_SUBSCRIPTIONS) {
            request.reject(
                    RejectionCode.TOO_LARGE,
                    "a connection may listen to at most " + Attached.MAX_SUBSCRIPTIONS + " rooms");
            return;
        }
        List<Subscription> asked = new ArrayList<>();
        for (Listening listening : frame.rooms()) {
            Subscription existing = entry.subscriptions.get(listening.room());
            if (existing != null && existing.state == Subscription.State.LIVE && listening.after() == null) {
                request.begin();
                sayAgain(entry, listening, request);
                continue;
            }
            if (existing != null) {
                switchboard.end(existing);
            }
            Subscription subscription = new Subscription(entry.listener, listening.room(), listening);
            entry.subscriptions.put(listening.room(), subscription);
            entry.without.remove(listening.room());
            asked.add(subscription);
        }
        asked.forEach(_ -> request.begin());
        ask(asked, request);
        request.done();
    }

    void mine(Attached entry, String id) {
        SubscribeRequest request = new SubscribeRequest(frames, entry.listener, id);
        entry.mineAsked++;
        entry.without.clear();
        past.memberships(entry.listener.user(), reply -> {
            if (entry.gone) {
                return;
            }
            entry.mineAsked--;
            switch (reply) {
                case Past.Reply.Unreachable<List<Standing.Seen>> _ ->
                    request.reject(RejectionCode.UNAVAILABLE, "your rooms cannot be read now; try again");
                case Past.Reply.Known<List<Standing.Seen>>(List<Standing.Seen> standings) -> {
                    entry.mineGranted = true;
                    add(entry, standings, request);
                    request.done();
                }
            }
        });
    }

    /** Adds what is missing of all the user's rooms: the broadcast may have lost that the user joined one. */
    void compareMine(Attached entry) {
        past.memberships(entry.listener.user(), reply -> {
            if (!entry.gone && reply instanceof Past.Reply.Known<List<Standing.Seen>>(List<Standing.Seen> standings)) {
                add(entry, standings, SubscribeRequest.unasked(frames, entry.listener));
            }
        });
    }

    private void add(Attached entry, List<Standing.Seen> standings, SubscribeRequest request) {
        for (Standing.Seen standing : standings) {
            if (entry.lacks(standing.room())) {
                Subscription subscription = new Subscription(entry.listener, standing.room(), null);
                entry.subscriptions.put(standing.room(), subscription);
                request.begin();
                settle(subscription, standing, request);
            }
        }
    }

    /** Of a room that is live; it may no longer be when the socket has taken what was said before. */
    private void sayAgain(Attached entry, Listening listening, SubscribeRequest request) {
        if (!entry.announcer.settlesNow(() -> sayAgain(entry, listening, request))) {
            return;
        }
        Subscription now = entry.subscriptions.get(listening.room());
        RoomFeed feed = switchboard.logs().feed(listening.room());
        if (now != null && now.state == Subscription.State.LIVE && feed != null) {
            switchboard.say(now, feed, feed.last);
            request.done();
        } else if (now != null && now.asked != null) {
            // Asked for by name once more in the meantime, which has its own answer.
            request.done();
        } else {
            // It has ended in the meantime, for whatever reason; asked again, history-service says how things are.
            request.reject(listening.room(), RejectionCode.UNAVAILABLE, "the room cannot be read now; try again");
        }
    }

    private void ask(List<Subscription> asked, SubscribeRequest request) {
        if (asked.isEmpty()) {
            return;
        }
        List<UUID> rooms = asked.stream().map(subscription -> subscription.room).toList();
        past.standings(asked.getFirst().listener.user(), rooms, reply -> {
            for (int i = 0; i < asked.size(); i++) {
                Subscription subscription = asked.get(i);
                switch (reply) {
                    case Past.Reply.Known<List<Standing>>(List<Standing> standings) ->
                        settle(subscription, standings.get(i), request);
                    case Past.Reply.Unreachable<List<Standing>> _ -> unavailable(subscription, request);
                }
            }
        });
    }

    private void settle(Subscription subscription, Standing standing, SubscribeRequest request) {
        if (subscription.over()) {
            // Unsubscribed, asked for again or gone in the meantime.
            request.done();
            return;
        }
        switch (standing) {
            case Standing.Unseen _ -> refuse(subscription, request);
            case Standing.Seen seen -> {
                if (switchboard.settlesNow(subscription.listener, () -> settle(subscription, standing, request))) {
                    settle(subscription, seen, switchboard.logs().feedFrom(seen), request);
                }
            }
        }
    }

    private void settle(Subscription subscription, Standing.Seen seen, RoomFeed feed, SubscribeRequest request) {
        subscription.role = seen.role();
        subscription.knownUntil = seen.sequence();
        if (!feed.epoch.equals(seen.epoch())) {
            if (subscription.attempts < BEYOND_HEAD_ATTEMPTS) {
                askAgain(subscription, request);
                return;
            }
            switchboard.logs().restart(feed, seen.epoch(), seen.sequence());
        }
        if (seen.sequence() < feed.last) {
            // Asked again, the answer will know of what has happened since; it may be that an open room is read on.
            if (!feed.covers(seen.sequence()) || affectedSince(seen.sequence(), subscription, feed)) {
                askAgain(subscription, request);
                return;
            }
        }
        if (subscription.asked == null && seen.role() == null) {
            // An open room that was left before it was listened to.
            refuse(subscription, request);
            return;
        }
        switchboard.logs().expect(feed, seen.sequence());
        listen(subscription, seen, feed, request);
    }

    /** Whether the user came, went or got another role behind this sequence: what was true there is not any more. */
    private static boolean affectedSince(long sequence, Subscription subscription, RoomFeed feed) {
        return feed.after(sequence, feed.last).stream()
                .anyMatch(event -> subscription.listener.user().equals(event.affected()));
    }

    private void listen(Subscription subscription, Standing.Seen seen, RoomFeed feed, SubscribeRequest request) {
        Listening asked = subscription.asked;
        Long after = asked == null ? null : asked.after();
        if (asked == null || after == null) {
            switchboard.announce(subscription, feed, feed.last);
            switchboard.goLive(subscription);
            request.done();
            return;
        }
        String epoch = asked.epoch();
        if (epoch != null && !epoch.equals(feed.epoch)) {
            reset(subscription, feed, ResetReason.EPOCH_CHANGED, request);
        } else if (after > Math.max(feed.last, seen.sequence())) {
            if (subscription.attempts < BEYOND_HEAD_ATTEMPTS) {
                askAgain(subscription, request);
            } else {
                reset(subscription, feed, ResetReason.BEYOND_HEAD, request);
            }
        } else if (feed.last - after > resumeEvents) {
            reset(subscription, feed, ResetReason.TOO_FAR_BEHIND, request);
        } else {
            resumes.count(feed.covers(after) ? Resumes.Result.RING : Resumes.Result.HISTORY);
            switchboard.announce(subscription, feed, Math.max(feed.last, after));
            request.done();
            switchboard.resume(subscription, feed, after);
        }
    }

    private void reset(Subscription subscription, RoomFeed feed, ResetReason reason, SubscribeRequest request) {
        resumes.count(Resumes.Result.RESET);
        switchboard.announce(subscription, feed, feed.last);
        frames.send(subscription.listener, new ServerFrame.Reset(feed.room, feed.epoch, feed.last, reason));
        switchboard.goLive(subscription);
        request.done();
    }

    private void askAgain(Subscription subscription, SubscribeRequest request) {
        if (++subscription.attempts > MAX_ATTEMPTS) {
            unavailable(subscription, request);
            return;
        }
        past.after(RETRY, () -> {
            if (subscription.over()) {
                request.done();
            } else {
                ask(List.of(subscription), request);
            }
        });
    }

    private void refuse(Subscription subscription, SubscribeRequest request) {
        switchboard.end(subscription);
        if (subscription.asked == null) {
            // It was left before it was listened to; nobody named it.
            request.done();
        } else {
            request.reject(subscription.room, RejectionCode.NOT_FOUND, "there is no such room");
        }
    }

    private void unavailable(Subscription subscription, SubscribeRequest request) {
        if (subscription.over()) {
            request.done();
            return;
        }
        switchboard.end(subscription);
        request.reject(subscription.room, RejectionCode.UNAVAILABLE, "the room cannot be read now; try again");
    }
}
