package dev.parley.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a room's log: what happened, and who did it.
 *
 * @param sequence place in the room's log: 1, 2, 3 … with no hole
 * @param at when message-service wrote it, to the millisecond; for people to read, never to order by
 * @param command the id that the sender gave to the command
 */
public record Event(long sequence, Instant at, Person by, String command, Change change) {

    /** What happened. */
    public sealed interface Change {
        /** The {@code type} field of the event's JSON. */
        String type();
    }

    /** A change of who may listen; {@code affected} is whom it concerns. */
    public sealed interface MembershipChange extends Change {
        Person user();

        /** Whether the user may still listen after this event to a room that is not open. */
        boolean listens();
    }

    public record RoomCreated(
            String name, RoomKind kind, @Nullable String topic) implements Change {
        @Override
        public String type() {
            return "room.created";
        }
    }

    /** Null means unchanged. */
    public record RoomUpdated(
            @Nullable String name, @Nullable String topic) implements Change {
        @Override
        public String type() {
            return "room.updated";
        }
    }

    public record MemberJoined(Person user, Role role) implements MembershipChange {
        @Override
        public String type() {
            return "member.joined";
        }

        @Override
        public boolean listens() {
            return true;
        }
    }

    public record MemberLeft(Person user) implements MembershipChange {
        @Override
        public String type() {
            return "member.left";
        }

        @Override
        public boolean listens() {
            return false;
        }
    }

    public record MemberRemoved(Person user) implements MembershipChange {
        @Override
        public String type() {
            return "member.removed";
        }

        @Override
        public boolean listens() {
            return false;
        }
    }

    public record MemberRoleChanged(Person user, Role role) implements MembershipChange {
        @Override
        public String type() {
            return "member.roleChanged";
        }

        @Override
        public boolean listens() {
            return true;
        }
    }

    public record MemberBanned(Person user, @Nullable String reason) implements MembershipChange {
        @Override
        public String type() {
            return "member.banned";
        }

        @Override
        public boolean listens() {
            return false;
        }
    }

    /** Lets the user in again; does not make a member. */
    public record MemberUnbanned(Person user) implements Change {
        @Override
        public String type() {
            return "member.unbanned";
        }
    }

    /**
     * @param text as it was sent, to the character; empty if redacted
     * @param replyTo sequence of the message that this one answers
     * @param mentions ids of the members whose {@code @name} stands in the text
     * @param redacted true when the message was deleted later and its text is gone from the log
     */
    public record MessagePosted(String text, @Nullable Long replyTo, List<String> mentions, boolean redacted)
            implements Change {
        public MessagePosted {
            mentions = List.copyOf(mentions);
        }

        @Override
        public String type() {
            return "message.posted";
        }
    }

    /** @param message sequence of the {@code message.posted} that is edited */
    public record MessageEdited(long message, String text, List<String> mentions, boolean redacted) implements Change {
        public MessageEdited {
            mentions = List.copyOf(mentions);
        }

        @Override
        public String type() {
            return "message.edited";
        }
    }

    public record MessageDeleted(long message) implements Change {
        @Override
        public String type() {
            return "message.deleted";
        }
    }

    public record ReactionAdded(long message, String emoji) implements Change {
        @Override
        public String type() {
            return "reaction.added";
        }
    }

    public record ReactionRemoved(long message, String emoji) implements Change {
        @Override
        public String type() {
            return "reaction.removed";
        }
    }
}
