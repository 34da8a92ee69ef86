package dev.parley.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Event;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ServerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a gateway says as a client would, and holds its events against the log. */
final class ToldFrames {
    /** Longer than an answer of history-service is on its way. */
    private static final int UNDER_WAY_MILLIS = 200;

    private final World world;
    private final String name;
    /** By room and message: when this gateway first told somebody that it is deleted. */
    private final Map<String, Long> deletedAtMillis = new HashMap<>();

    ToldFrames(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /** Kafka has the texts as they were; who listens meanwhile gets them, and then that they were deleted. */
    void oldRecordsComeAgain() {
        deletedAtMillis.clear();
    }

    ServerFrame decoded(byte[] frame) {
        if (!(World.CODEC.serverFrame(new String(frame, UTF_8))
                instanceof Decoded.Value<ServerFrame>(ServerFrame told))) {
            throw new AssertionError("no client understands " + new String(frame, UTF_8));
        }
        if (told instanceof ServerFrame.Events events) {
            checkIsTheLog(events, frame);
        }
        return told;
    }

    private boolean isWithoutText(RoomTruth room, Event event) {
        return switch (event.change()) {
            case Event.MessageDeleted deleted -> {
                deletedAtMillis.putIfAbsent(room.id + "/" + deleted.message(), world.nowMillis());
                yield false;
            }
            case Event.MessagePosted posted -> checkIsNotDeleted(room, event.sequence(), posted.redacted());
            case Event.MessageEdited edited -> checkIsNotDeleted(room, edited.message(), edited.redacted());
            case Event.RoomCreated _,
                    Event.RoomUpdated _,
                    Event.MembershipChange _,
                    Event.MemberUnbanned _,
                    Event.ReactionAdded _,
                    Event.ReactionRemoved _ -> false;
        };
    }

    /** What history-service read just before may still come just after; what is in memory may not. */
    private boolean checkIsNotDeleted(RoomTruth room, long message, boolean withoutText) {
        Long deleted = deletedAtMillis.get(room.id + "/" + message);
        if (!withoutText && deleted != null && world.nowMillis() > deleted + UNDER_WAY_MILLIS) {
            throw new AssertionError("%s shows the deleted text of %d of %s".formatted(name, message, room.id));
        }
        return withoutText;
    }

    /** Byte for byte what the log has, or had before a text was deleted. */
    private void checkIsTheLog(ServerFrame.Events events, byte[] frame) {
        RoomTruth room = world.database.truth(events.room());
        List<byte[]> bodies = new ArrayList<>();
        for (Event event : events.events()) {
            if (event.sequence() > room.head()) {
                throw new AssertionError("an event that never happened: " + event);
            }
            bodies.add(room.body(event.sequence(), isWithoutText(room, event)));
        }
        if (!Arrays.equals(frame, Codec.eventsFrame(room.id, room.epoch, bodies))) {
            throw new AssertionError("not as it stands in the log: " + new String(frame, UTF_8));
        }
    }
}
