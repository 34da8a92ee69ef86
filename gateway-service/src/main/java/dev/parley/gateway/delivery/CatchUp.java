package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.frame.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings a subscription from its cursor to where its room stands.
 *
 * <p>From the room's recent events if they cover the cursor, else from history-service; a chunk at a time, the next one
 * when the socket took the last, and only some of a connection's rooms at a time, so that somebody who was away for days
 * fills no buffer. The step that empties what is
 * left and the joining of the live audience are one: no event can come between.
 */
final class CatchUp {
    private static final int PAGE_EVENTS = 500;
    private static final int MAX_ATTEMPTS = 40;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Past past;
    private final Outlet outlet;
    private final Frames frames;
    private final Consumer<Subscription> live;
    private final Consumer<Subscription> ended;
    private final Consumer<Subscription> released;

    /**
     * @param live takes a subscription that has reached its room
     * @param ended takes a subscription that has reached the event that ends it
     * @param released takes a subscription whose last chunk the socket took, or that waits for its room, so that another
     *     may begin
     */
    CatchUp(
            Past past,
            Outlet outlet,
            Frames frames,
            Consumer<Subscription> live,
            Consumer<Subscription> ended,
            Consumer<Subscription> released) {
        this.past = past;
        this.outlet = outlet;
        this.frames = frames;
        this.live = live;
        this.ended = ended;
        this.released = released;
    }

    /** Takes the next step, if one can be taken now. */
    void advance(Subscription subscription, RoomFeed feed) {
        if (subscription.state != Subscription.State.CATCHING_UP || subscription.busy) {
            return;
        }
        long until = Math.min(feed.last, subscription.endsAt);
        if (subscription.cursor >= subscription.endsAt) {
            ended.accept(subscription);
        } else if (subscription.cursor > feed.last) {
            // The client saw events through a gateway that is ahead of this one; the room will get there, and meanwhile
            // another may begin.
            subscription.backlog.clear();
            released.accept(subscription);
        } else if (subscription.cursor == feed.last) {
            finish(subscription, feed);
            released.accept(subscription);
        } else if (feed.covers(subscription.cursor)) {
            subscription.backlog.clear();
            sendNext(subscription, feed, feed.after(subscription.cursor, until));
        } else if (subscription.backlog.isEmpty()) {
            fetch(subscription, feed, until);
        } else {
            sendNext(subscription, feed, new ArrayList<>(subscription.backlog));
        }
    }

    private void finish(Subscription subscription, RoomFeed feed) {
        if (subscription.resuming) {
            subscription.resuming = false;
            frames.send(subscription.listener, new ServerFrame.CaughtUp(feed.room, feed.last));
        }
        live.accept(subscription);
    }

    private void sendNext(Subscription subscription, RoomFeed feed, List<LoggedEvent> events) {
        List<LoggedEvent> chunk = events.subList(0, Chunks.end(events, 0));
        subscription.cursor = chunk.getLast().sequence();
        for (int i = 0; i < chunk.size() && !subscription.backlog.isEmpty(); i++) {
            subscription.backlog.removeFirst();
        }
        if (subscription.cursor == feed.last) {
            frames.events(subscription.listener, feed, chunk, () -> released.accept(subscription));
            if (subscription.endWasSent()) {
                ended.accept(subscription);
            } else {
                finish(subscription, feed);
            }
            return;
        }
        subscription.busy = true;
        frames.events(subscription.listener, feed, chunk, () -> {
            subscription.busy = false;
            advance(subscription, feed);
        });
    }

    private void fetch(Subscription subscription, RoomFeed feed, long until) {
        subscription.busy = true;
        past.events(feed.room, subscription.cursor, PAGE_EVENTS, reply -> {
            subscription.busy = false;
            if (subscription.state != Subscription.State.CATCHING_UP) {
                return;
            }
            if (reply instanceof Past.Reply.Known<Past.Page>(Past.Page page)
                    && page.epoch().equals(feed.epoch)) {
                take(subscription, page, until);
            }
            if (subscription.backlog.isEmpty() && !feed.covers(subscription.cursor)) {
                retryLater(subscription, feed);
            } else {
                subscription.attempts = 0;
                advance(subscription, feed);
            }
        });
    }

    /** Only what follows the cursor without a hole is taken; what lies past the room comes with the room. */
    private static void take(Subscription subscription, Past.Page page, long until) {
        long expected = subscription.cursor + 1;
        for (LoggedEvent event : page.events()) {
            if (event.sequence() != expected || event.sequence() > until) {
                return;
            }
            subscription.backlog.addLast(event);
            expected++;
        }
    }

    private void retryLater(Subscription subscription, RoomFeed feed) {
        if (++subscription.attempts > MAX_ATTEMPTS) {
            outlet.close(subscription.listener, CloseCode.UNAVAILABLE);
            return;
        }
        subscription.busy = true;
        past.after(RETRY, () -> {
            subscription.busy = false;
            advance(subscription, feed);
        });
    }
}
