package dev.parley.message.room;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a room that exists.
 *
 * <p>The order of the checks is part of the contract: shape, then whether the room may be seen, then whether the role
 * allows it, then whether what it is done to exists, then whether the room's state allows it. So a stranger learns nothing
 * of a room from the code that he is refused with.
 */
public final class InRoomRules {
    private InRoomRules() {}

    /** @param room the room with the command's id, if there is one */
    public static Ruling rule(Command.InRoom command, Person by, @Nullable Room room, People people) {
        if (command instanceof Command.RemoveMember remove && remove.user().equals(by.id())) {
            return Ruling.invalid("to go yourself, send 'leave'");
        }
        if (command instanceof Command.Ban ban && ban.user().equals(by.id())) {
            return Ruling.invalid("you cannot ban yourself");
        }
        if (room == null || !room.visibleTo(by.id())) {
            return Ruling.noRoom();
        }
        Standing me = room.standing(by.id());
        if (command instanceof Command.Join) {
            return MemberRules.join(room, me, by);
        }
        if (!me.isMember()) {
            return Ruling.forbidden("you are not a member of this room");
        }
        return asMember(command, by, room, me, people);
    }

    private static Ruling asMember(Command.InRoom command, Person by, Room room, Standing me, People people) {
        return switch (command) {
            case Command.Join _ -> MemberRules.join(room, me, by);
            case Command.Leave _ -> MemberRules.leave(room, me, by);
            case Command.AddMember add -> MemberRules.add(add, room, me, people);
            case Command.RemoveMember remove -> MemberRules.remove(remove, room, me, people);
            case Command.SetRole set -> MemberRules.setRole(set, room, me, people);
            case Command.Ban ban -> MemberRules.ban(ban, room, me, people);
            case Command.Unban unban -> MemberRules.unban(unban, room, me, people);
            case Command.UpdateRoom update -> RoomRules.update(update, room, me);
            case Command.Post post -> MessageRules.post(post, room, me, people);
            case Command.Edit edit -> MessageRules.edit(edit, room, by, people);
            case Command.Delete delete -> MessageRules.delete(delete, room, me, by);
            case Command.React react -> MessageRules.react(react, room, by);
            case Command.Unreact unreact -> MessageRules.unreact(unreact, room, by);
            case Command.Read read -> MessageRules.read(read, room);
        };
    }
}
