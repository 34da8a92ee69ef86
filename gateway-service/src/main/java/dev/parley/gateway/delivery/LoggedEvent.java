package dev.parley.gateway.delivery;

import org.jspecify.annotations.Nullable;

/**
 * An event of a room's log as a gateway carries it: what it needs to route it, and bytes that it does not look into.
 *
 * @param affected id of the user whose right to listen the event concerns; null for most events
 * @param json as message-service made it and as clients get it; never changed
 * @param receivedAtMillis when a gateway took the command, by that gateway's clock; {@link #UNTIMED} if its delivery says
 *     nothing about how long things take
 */
public record LoggedEvent(
        long sequence, Effect effect, @Nullable String affected, byte[] json, long receivedAtMillis) {
    public static final long UNTIMED = -1;

    /** An event that was not on its way just now. */
    public LoggedEvent(long sequence, Effect effect, @Nullable String affected, byte[] json) {
        this(sequence, effect, affected, json, UNTIMED);
    }

    /** What an event does to the affected user's listening. */
    public enum Effect {
        NONE,
        /** The user became a member: connections that listen to all their rooms listen to this one from here on. */
        BEGINS,
        /** The user's role changed. */
        CHANGES,
        /** The user left, was removed or banned: this is the last event they get. */
        ENDS,
        /** A message was deleted: what was remembered of its text must not be sent again. */
        REDACTS;

        /** @param type the event's type, as in its header */
        public static Effect of(String type) {
            return switch (type) {
                case "member.joined" -> BEGINS;
                case "member.roleChanged" -> CHANGES;
                case "member.left", "member.removed", "member.banned" -> ENDS;
                case "message.deleted" -> REDACTS;
                default -> NONE;
            };
        }
    }

    boolean ends(String user) {
        return effect == Effect.ENDS && user.equals(affected);
    }
}
