package dev.parley.system.client;

import dev.parley.contract.Event;
import dev.parley.contract.frame.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks one connection's rooms for holes, repeats and reordering. Not safe for threads. */
final class OrderWatch {
    private final Map<UUID, Long> cursors = new HashMap<>();
    private final Map<UUID, Long> asked = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    void resuming(UUID room, @Nullable Long after) {
        if (after == null) {
            asked.remove(room);
        } else {
            asked.put(room, after);
        }
    }

    void look(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Subscribed subscribed -> {
                Long after = asked.remove(subscribed.room());
                cursors.put(subscribed.room(), after == null ? subscribed.sequence() : after);
            }
            case ServerFrame.Reset reset -> cursors.put(reset.room(), reset.sequence());
            case ServerFrame.Events events -> events(events);
            case ServerFrame.CaughtUp caughtUp -> caughtUp(caughtUp);
            case ServerFrame.Welcome _,
                    ServerFrame.Answered _,
                    ServerFrame.Signalled _,
                    ServerFrame.Ping _,
                    ServerFrame.Pong _,
                    ServerFrame.Failure _ -> {}
        }
    }

    private void events(ServerFrame.Events frame) {
        if (frame.events().isEmpty()) {
            violations.add("an events frame without events in room " + frame.room());
        }
        for (Event event : frame.events()) {
            Long last = cursors.put(frame.room(), event.sequence());
            if (last == null) {
                violations.add("event %d of room %s without a subscription".formatted(event.sequence(), frame.room()));
            } else if (event.sequence() != last + 1) {
                violations.add("event %d after %d in room %s".formatted(event.sequence(), last, frame.room()));
            }
        }
    }

    private void caughtUp(ServerFrame.CaughtUp frame) {
        Long last = cursors.get(frame.room());
        if (last == null || last != frame.sequence()) {
            violations.add("caughtUp at %d, but event %s was the last of room %s"
                    .formatted(frame.sequence(), last, frame.room()));
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
