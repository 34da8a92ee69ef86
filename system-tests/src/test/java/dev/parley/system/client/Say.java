package dev.parley.system.client;

import dev.parley.contract.Command;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.UUID;

/** Commands with an id of their own. */
public final class Say {
    private Say() {}

    /** An id that nobody used before. */
    public static String freshId() {
        return UUID.randomUUID().toString();
    }

    public static Command.CreateRoom createRoom(String name, RoomKind kind, String... members) {
        return new Command.CreateRoom(freshId(), name, kind, null, List.of(members));
    }

    public static Command.OpenDirect openDirect(String... users) {
        return new Command.OpenDirect(freshId(), List.of(users));
    }

    public static Command.UpdateRoom rename(UUID room, String name) {
        return new Command.UpdateRoom(freshId(), room, name, null);
    }

    public static Command.UpdateRoom topic(UUID room, String topic) {
        return new Command.UpdateRoom(freshId(), room, null, topic);
    }

    public static Command.Join join(UUID room) {
        return new Command.Join(freshId(), room);
    }

    public static Command.Leave leave(UUID room) {
        return new Command.Leave(freshId(), room);
    }

    public static Command.AddMember addMember(UUID room, String user) {
        return new Command.AddMember(freshId(), room, user);
    }

    public static Command.RemoveMember removeMember(UUID room, String user) {
        return new Command.RemoveMember(freshId(), room, user);
    }

    public static Command.SetRole setRole(UUID room, String user, Role role) {
        return new Command.SetRole(freshId(), room, user, role);
    }

    public static Command.Ban ban(UUID room, String user) {
        return new Command.Ban(freshId(), room, user, null);
    }

    public static Command.Ban ban(UUID room, String user, String reason) {
        return new Command.Ban(freshId(), room, user, reason);
    }

    public static Command.Unban unban(UUID room, String user) {
        return new Command.Unban(freshId(), room, user);
    }

    public static Command.Post post(UUID room, String text) {
        return new Command.Post(freshId(), room, text, null);
    }

    public static Command.Post reply(UUID room, String text, long replyTo) {
        return new Command.Post(freshId(), room, text, replyTo);
    }

    public static Command.Edit edit(UUID room, long sequence, String text) {
        return new Command.Edit(freshId(), room, sequence, text);
    }

    public static Command.Delete delete(UUID room, long sequence) {
        return new Command.Delete(freshId(), room, sequence);
    }

    public static Command.React react(UUID room, long sequence, String emoji) {
        return new Command.React(freshId(), room, sequence, emoji);
    }

    public static Command.Unreact unreact(UUID room, long sequence, String emoji) {
        return new Command.Unreact(freshId(), room, sequence, emoji);
    }

    public static Command.Read read(UUID room, long sequence) {
        return new Command.Read(freshId(), room, sequence);
    }
}
