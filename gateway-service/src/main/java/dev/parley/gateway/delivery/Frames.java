package dev.parley.gateway.delivery;

import dev.parley.contract.Answer;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ServerFrame;
import java.util.List;
import java.util.UUID;

/** What delivery says to one listener, on its way to the {@link Outlet}. */
final class Frames {
    private final Codec codec;
    private final Outlet outlet;

    Frames(Codec codec, Outlet outlet) {
        this.codec = codec;
        this.outlet = outlet;
    }

    void send(Listener listener, ServerFrame frame) {
        outlet.send(listener, codec.encode(frame));
    }

    void answer(Listener listener, Answer answer) {
        send(listener, new ServerFrame.Answered(answer));
    }

    void events(Listener listener, RoomFeed feed, List<LoggedEvent> events) {
        outlet.send(listener, wrap(feed.room, feed.epoch, events));
    }

    void events(Listener listener, RoomFeed feed, List<LoggedEvent> events, Runnable written) {
        outlet.send(listener, wrap(feed.room, feed.epoch, events), written);
    }

    /** The same events to the whole audience: encoded once for each piece, however many listen. */
    void deliver(RoomFeed feed, List<LoggedEvent> events) {
        if (feed.audience.isEmpty()) {
            return;
        }
        for (int start = 0; start < events.size(); ) {
            int end = Chunks.end(events, start);
            outlet.deliver(
                    feed.audience,
                    wrap(feed.room, feed.epoch, events.subList(start, end)),
                    events.get(start).receivedAtMillis());
            start = end;
        }
    }

    private static byte[] wrap(UUID room, String epoch, List<LoggedEvent> events) {
        return Codec.eventsFrame(
                room, epoch, events.stream().map(LoggedEvent::json).toList());
    }
}
