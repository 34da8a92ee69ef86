package dev.parley.message.room;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.Optional;

/** Coming, going, and being made to. */
final class MemberRules {
    private static final String DIRECT = "the people of a direct room are always the same";

    private MemberRules() {}

    static Ruling join(Room room, Standing me, Person by) {
        if (room.kind() == RoomKind.DIRECT) {
            return Ruling.forbidden(DIRECT);
        }
        if (me.isMember()) {
            return Ruling.conflict("you are a member already");
        }
        // A room that everybody left has no owner; whoever finds it next keeps it.
        Role role = room.members() == 0 ? Role.OWNER : Role.MEMBER;
        return Ruling.write(room, new Event.MemberJoined(by, role));
    }

    static Ruling leave(Room room, Standing me, Person by) {
        if (room.kind() == RoomKind.DIRECT) {
            return Ruling.forbidden(DIRECT);
        }
        if (room.isLastOwner(me) && room.members() > 1) {
            return Ruling.conflict("make somebody else an owner before you leave");
        }
        return Ruling.write(room, new Event.MemberLeft(by));
    }

    static Ruling add(Command.AddMember command, Room room, Standing me, People people) {
        if (mayNotModerate(room, me)) {
            return moderatorsOnly(room);
        }
        Optional<Person> user = people.find(command.user());
        if (user.isEmpty()) {
            return unknown();
        }
        Standing target = room.standing(command.user());
        if (target.isMember()) {
            return Ruling.conflict("the user is a member already");
        }
        if (target.isBanned()) {
            return Ruling.conflict("the user is banned; send 'unban' first");
        }
        return Ruling.write(room, new Event.MemberJoined(user.get(), Role.MEMBER));
    }

    static Ruling remove(Command.RemoveMember command, Room room, Standing me, People people) {
        if (mayNotModerate(room, me)) {
            return moderatorsOnly(room);
        }
        Optional<Person> user = people.find(command.user());
        Standing target = room.standing(command.user());
        if (user.isEmpty() || !target.isMember()) {
            return notAMember();
        }
        if (!me.isOwner() && target.moderates()) {
            return Ruling.forbidden("a moderator removes only plain members");
        }
        return Ruling.write(room, new Event.MemberRemoved(user.get()));
    }

    static Ruling setRole(Command.SetRole command, Room room, Standing me, People people) {
        if (room.kind() == RoomKind.DIRECT) {
            return Ruling.forbidden(DIRECT);
        }
        if (!me.isOwner()) {
            return Ruling.forbidden("only an owner gives roles");
        }
        Optional<Person> user = people.find(command.user());
        Standing target = room.standing(command.user());
        if (user.isEmpty() || !target.isMember()) {
            return notAMember();
        }
        if (target.role() == command.role()) {
            return Ruling.conflict("the user has this role already");
        }
        if (room.isLastOwner(target)) {
            return Ruling.conflict("make somebody else an owner first");
        }
        return Ruling.write(room, new Event.MemberRoleChanged(user.get(), command.role()));
    }

    static Ruling ban(Command.Ban command, Room room, Standing me, People people) {
        if (mayNotModerate(room, me)) {
            return moderatorsOnly(room);
        }
        Standing target = room.standing(command.user());
        if (!me.isOwner() && target.moderates()) {
            return Ruling.forbidden("a moderator bans neither owners nor moderators");
        }
        Optional<Person> user = people.find(command.user());
        if (user.isEmpty()) {
            return unknown();
        }
        if (target.isBanned()) {
            return Ruling.conflict("the user is banned already");
        }
        return Ruling.write(room, new Event.MemberBanned(user.get(), command.reason()));
    }

    static Ruling unban(Command.Unban command, Room room, Standing me, People people) {
        if (mayNotModerate(room, me)) {
            return moderatorsOnly(room);
        }
        Optional<Person> user = people.find(command.user());
        if (user.isEmpty() || !room.standing(command.user()).isBanned()) {
            return Ruling.conflict("the user is not banned");
        }
        return Ruling.write(room, new Event.MemberUnbanned(user.get()));
    }

    private static boolean mayNotModerate(Room room, Standing me) {
        return room.kind() == RoomKind.DIRECT || !me.moderates();
    }

    private static Ruling moderatorsOnly(Room room) {
        return Ruling.forbidden(room.kind() == RoomKind.DIRECT ? DIRECT : "only an owner or a moderator may do this");
    }

    private static Ruling unknown() {
        return Ruling.notFound("the user has never signed in");
    }

    private static Ruling notAMember() {
        return Ruling.notFound("the user is not a member of this room");
    }
}
