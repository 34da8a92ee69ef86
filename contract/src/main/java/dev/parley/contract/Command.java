package dev.parley.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for. Each command gets exactly one {@link Answer}.
 *
 * <p>{@link #id()} is the client's own, 1 to {@value Limits#COMMAND_ID_CODE_POINTS} code points: the idempotency key of
 * that user. Sent again after it was accepted, on any connection to any gateway, it changes nothing and gets the first
 * answer.
 */
public sealed interface Command {
    String id();

    /** The {@code type} field of the JSON. */
    String type();

    /** A command about a room that exists already. */
    sealed interface InRoom extends Command {
        UUID room();
    }

    /** Makes a room; its maker becomes the owner. The room's id is {@link RoomIds#created}. */
    record CreateRoom(
            String id, String name, RoomKind kind, @Nullable String topic, List<String> members) implements Command {
        public CreateRoom {
            members = List.copyOf(members);
        }

        @Override
        public String type() {
            return "createRoom";
        }
    }

    /** Opens the one direct room of these people and the sender. The room's id is {@link RoomIds#direct}. */
    record OpenDirect(String id, List<String> users) implements Command {
        public OpenDirect {
            users = List.copyOf(users);
        }

        @Override
        public String type() {
            return "openDirect";
        }
    }

    /** Changes what is not null. */
    record UpdateRoom(
            String id,
            UUID room,
            @Nullable String name,
            @Nullable String topic) implements InRoom {
        @Override
        public String type() {
            return "updateRoom";
        }
    }

    record Join(String id, UUID room) implements InRoom {
        @Override
        public String type() {
            return "join";
        }
    }

    record Leave(String id, UUID room) implements InRoom {
        @Override
        public String type() {
            return "leave";
        }
    }

    record AddMember(String id, UUID room, String user) implements InRoom {
        @Override
        public String type() {
            return "addMember";
        }
    }

    record RemoveMember(String id, UUID room, String user) implements InRoom {
        @Override
        public String type() {
            return "removeMember";
        }
    }

    record SetRole(String id, UUID room, String user, Role role) implements InRoom {
        @Override
        public String type() {
            return "setRole";
        }
    }

    record Ban(String id, UUID room, String user, @Nullable String reason) implements InRoom {
        @Override
        public String type() {
            return "ban";
        }
    }

    record Unban(String id, UUID room, String user) implements InRoom {
        @Override
        public String type() {
            return "unban";
        }
    }

    /** @param replyTo sequence of the message that this one answers */
    record Post(String id, UUID room, String text, @Nullable Long replyTo) implements InRoom {
        @Override
        public String type() {
            return "post";
        }
    }

    /** @param sequence of the message */
    record Edit(String id, UUID room, long sequence, String text) implements InRoom {
        @Override
        public String type() {
            return "edit";
        }
    }

    /** @param sequence of the message */
    record Delete(String id, UUID room, long sequence) implements InRoom {
        @Override
        public String type() {
            return "delete";
        }
    }

    /** @param sequence of the message */
    record React(String id, UUID room, long sequence, String emoji) implements InRoom {
        @Override
        public String type() {
            return "react";
        }
    }

    /** @param sequence of the message */
    record Unreact(String id, UUID room, long sequence, String emoji) implements InRoom {
        @Override
        public String type() {
            return "unreact";
        }
    }

    /** Moves the member's read pointer, never backwards; writes no event. */
    record Read(String id, UUID room, long sequence) implements InRoom {
        @Override
        public String type() {
            return "read";
        }
    }

    /**
     * Somebody connected: sent by gateways, never by clients, so that people can be found and named before they say
     * anything. Who it is stands in the record's headers. It gets no answer.
     */
    record SignIn(String id) implements Command {
        @Override
        public String type() {
            return "signIn";
        }
    }
}
