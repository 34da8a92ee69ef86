package dev.parley.message.room;

import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import java.util.List;

/** What the rules say to one command. */
public sealed interface Ruling {

    /** Nothing happens. {@code message} is one sentence for people. */
    record Refuse(RejectionCode code, String message) implements Ruling {}

    /** These changes happen, in this order; there is at least one. */
    record Write(Room room, List<Event.Change> changes) implements Ruling {
        public Write {
            changes = List.copyOf(changes);
        }
    }

    /** The user's read pointer moves to {@code sequence}, unless it stands further on. */
    record Advance(Room room, long sequence) implements Ruling {}

    /** What is asked for is so already. */
    record Stands(Room room) implements Ruling {}

    static Ruling write(Room room, Event.Change change) {
        return new Write(room, List.of(change));
    }

    static Ruling invalid(String message) {
        return new Refuse(RejectionCode.INVALID, message);
    }

    static Ruling forbidden(String message) {
        return new Refuse(RejectionCode.FORBIDDEN, message);
    }

    static Ruling notFound(String message) {
        return new Refuse(RejectionCode.NOT_FOUND, message);
    }

    static Ruling conflict(String message) {
        return new Refuse(RejectionCode.CONFLICT, message);
    }

    /** The answer to whoever may not see the room; the same words whether it exists or not. */
    static Ruling noRoom() {
        return notFound("there is no such room");
    }
}
