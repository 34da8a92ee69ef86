package dev.parley.message.batch;

import static dev.parley.contract.RejectionCode.CONFLICT;
import static dev.parley.contract.RejectionCode.FORBIDDEN;
import static dev.parley.contract.RejectionCode.INVALID;
import static dev.parley.contract.RejectionCode.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.message.room.Standing;
import dev.parley.message.sequencing.Needs.RoomUser;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemberCommandsTest {
    private final Chat chat = new Chat();

    private Person person(String user) {
        return new Person(user, Chat.name(user));
    }

    private Standing.Membership membership(UUID room, String user) {
        return chat.store.member(new RoomUser(room, user));
    }

    @Test
    void anybody_joins_an_open_room_once() {
        UUID room = chat.room(RoomKind.ANNOUNCEMENT);
        Event event = chat.events("stan", new Command.Join("1", room)).getLast();
        assertThat(event.change()).isEqualTo(new Event.MemberJoined(person("stan"), Role.MEMBER));
        assertThat(membership(room, "stan"))
                .isEqualTo(new Standing.Membership(Role.MEMBER, event.sequence(), event.sequence()));
        assertThat(chat.refusal("stan", new Command.Join("2", room))).isEqualTo(CONFLICT);
        assertThat(chat.store.room(room).members()).isEqualTo(4);
    }

    @Test
    void a_private_room_is_joined_by_nobody() {
        UUID room = chat.room(RoomKind.PRIVATE);
        assertThat(chat.refusal("stan", new Command.Join("1", room))).isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("mike", new Command.Join("2", room))).isEqualTo(CONFLICT);
    }

    @Test
    void the_last_owner_stays_while_others_do_and_may_close_the_door_behind_them() {
        UUID room = chat.room(RoomKind.PRIVATE);
        assertThat(chat.refusal("olga", new Command.Leave("1", room))).isEqualTo(CONFLICT);
        chat.events("mike", new Command.Leave("2", room));
        chat.events("mara", new Command.Leave("3", room));
        assertThat(chat.change("olga", new Command.Leave("4", room))).isEqualTo(new Event.MemberLeft(person("olga")));
        assertThat(chat.store.room(room).members()).isZero();
        assertThat(chat.store.room(room).owners()).isZero();
        assertThat(chat.refusal("olga", new Command.Post("5", room, "x", null))).isEqualTo(NOT_FOUND);
    }

    @Test
    void whoever_joins_an_open_room_that_everybody_left_owns_it() {
        UUID room = chat.create("olga", RoomKind.PUBLIC);
        chat.events("olga", new Command.Leave("1", room));
        assertThat(chat.change("stan", new Command.Join("2", room)))
                .isEqualTo(new Event.MemberJoined(person("stan"), Role.OWNER));
        assertThat(chat.change("olga", new Command.Join("3", room)))
                .isEqualTo(new Event.MemberJoined(person("olga"), Role.MEMBER));
    }

    @Test
    void one_of_two_owners_may_leave() {
        UUID room = chat.room(RoomKind.PUBLIC);
        chat.events("olga", new Command.SetRole("1", room, "mike", Role.OWNER));
        chat.events("olga", new Command.Leave("2", room));
        assertThat(chat.refusal("mike", new Command.Leave("3", room))).isEqualTo(CONFLICT);
    }

    @Test
    void owners_and_moderators_add_people_who_are_known_not_there_and_not_banned() {
        UUID room = chat.room(RoomKind.PRIVATE);
        assertThat(chat.change("mara", new Command.AddMember("1", room, "stan")))
                .isEqualTo(new Event.MemberJoined(person("stan"), Role.MEMBER));
        assertThat(chat.refusal("olga", new Command.AddMember("2", room, "stan")))
                .isEqualTo(CONFLICT);
        assertThat(chat.refusal("olga", new Command.AddMember("3", room, "nobody")))
                .isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("mike", new Command.AddMember("4", room, "nobody")))
                .isEqualTo(FORBIDDEN);
        chat.events("olga", new Command.Ban("5", room, "stan", null));
        assertThat(chat.refusal("olga", new Command.AddMember("6", room, "stan")))
                .isEqualTo(CONFLICT);
    }

    @Test
    void owners_remove_anybody_else_and_moderators_only_members() {
        UUID room = chat.room(RoomKind.PUBLIC);
        assertThat(chat.refusal("mike", new Command.RemoveMember("1", room, "mara")))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mara", new Command.RemoveMember("2", room, "olga")))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mara", new Command.RemoveMember("3", room, "stan")))
                .isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("olga", new Command.RemoveMember("4", room, "nobody")))
                .isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("olga", new Command.RemoveMember("5", room, "olga")))
                .isEqualTo(INVALID);
        assertThat(chat.change("mara", new Command.RemoveMember("6", room, "mike")))
                .isEqualTo(new Event.MemberRemoved(person("mike")));
        assertThat(chat.change("olga", new Command.RemoveMember("7", room, "mara")))
                .isEqualTo(new Event.MemberRemoved(person("mara")));
        assertThat(chat.isMember(room, "mike")).isFalse();
    }

    @Test
    void only_owners_give_roles_and_one_owner_is_always_left() {
        UUID room = chat.room(RoomKind.PUBLIC);
        assertThat(chat.refusal("mara", new Command.SetRole("1", room, "mike", Role.MODERATOR)))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("olga", new Command.SetRole("2", room, "stan", Role.MODERATOR)))
                .isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("olga", new Command.SetRole("3", room, "mike", Role.MEMBER)))
                .isEqualTo(CONFLICT);
        assertThat(chat.refusal("olga", new Command.SetRole("4", room, "olga", Role.MEMBER)))
                .isEqualTo(CONFLICT);
        assertThat(chat.change("olga", new Command.SetRole("5", room, "mike", Role.OWNER)))
                .isEqualTo(new Event.MemberRoleChanged(person("mike"), Role.OWNER));
        assertThat(chat.change("olga", new Command.SetRole("6", room, "olga", Role.MEMBER)))
                .isEqualTo(new Event.MemberRoleChanged(person("olga"), Role.MEMBER));
        assertThat(chat.store.room(room).owners()).isEqualTo(1);
    }

    @Test
    void a_role_keeps_the_read_pointer() {
        UUID room = chat.room(RoomKind.PUBLIC);
        chat.reply("mike", new Command.Read("1", room, 5));
        chat.events("olga", new Command.SetRole("2", room, "mike", Role.MODERATOR));
        assertThat(membership(room, "mike").read()).isEqualTo(5);
    }

    @Test
    void a_ban_ends_the_membership_and_hides_the_room() {
        UUID room = chat.room(RoomKind.PUBLIC);
        assertThat(chat.change("mara", new Command.Ban("1", room, "mike", "noise")))
                .isEqualTo(new Event.MemberBanned(person("mike"), "noise"));
        assertThat(chat.isMember(room, "mike")).isFalse();
        assertThat(chat.store.room(room).members()).isEqualTo(2);
        assertThat(chat.refusal("mike", new Command.Join("2", room))).isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("mike", new Command.Post("3", room, "x", null))).isEqualTo(NOT_FOUND);
    }

    @Test
    void who_bans_whom() {
        UUID room = chat.room(RoomKind.PUBLIC);
        assertThat(chat.refusal("mike", new Command.Ban("1", room, "stan", null)))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mara", new Command.Ban("2", room, "olga", null)))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mara", new Command.Ban("3", room, "mara", null)))
                .isEqualTo(INVALID);
        assertThat(chat.refusal("mara", new Command.Ban("4", room, "nobody", null)))
                .isEqualTo(NOT_FOUND);
        chat.events("mara", new Command.Ban("5", room, "stan", null));
        assertThat(chat.refusal("olga", new Command.Ban("6", room, "stan", null)))
                .isEqualTo(CONFLICT);
        chat.events("olga", new Command.SetRole("7", room, "mara", Role.OWNER));
        chat.events("olga", new Command.Ban("8", room, "mara", null));
        assertThat(chat.store.room(room).owners()).isEqualTo(1);
    }

    @Test
    void an_unban_opens_the_door_and_makes_no_member() {
        UUID room = chat.room(RoomKind.PUBLIC);
        chat.events("olga", new Command.Ban("1", room, "stan", null));
        assertThat(chat.refusal("mike", new Command.Unban("2", room, "stan"))).isEqualTo(FORBIDDEN);
        assertThat(chat.change("mara", new Command.Unban("3", room, "stan")))
                .isEqualTo(new Event.MemberUnbanned(person("stan")));
        assertThat(chat.isMember(room, "stan")).isFalse();
        assertThat(chat.refusal("mara", new Command.Unban("4", room, "stan"))).isEqualTo(CONFLICT);
        assertThat(chat.refusal("mara", new Command.Unban("5", room, "nobody"))).isEqualTo(CONFLICT);
        chat.events("stan", new Command.Join("6", room));
    }

    @Test
    void each_command_of_a_batch_sees_what_the_ones_before_it_did() {
        UUID room = chat.room(RoomKind.PUBLIC);
        chat.published.clear();
        chat.run(
                chat.submission("stan", new Command.Post("1", room, "too early", null)),
                chat.submission("stan", new Command.Join("2", room)),
                chat.submission("stan", new Command.Post("3", room, "hello", null)),
                chat.submission("olga", new Command.Ban("4", room, "stan", null)),
                chat.submission("stan", new Command.Post("5", room, "too late", null)),
                chat.submission("olga", new Command.Unban("6", room, "stan")),
                chat.submission("stan", new Command.Join("7", room)));
        assertThat(chat.published)
                .extracting(record -> record.topic().equals("parley.events")
                        ? chat.event(record).change().type()
                        : chat.answer(record).id())
                .containsExactly(
                        "member.joined",
                        "message.posted",
                        "member.banned",
                        "member.unbanned",
                        "member.joined",
                        "1",
                        "5");
        assertThat(chat.isMember(room, "stan")).isTrue();
        assertThat(chat.store.bans).isEmpty();
        assertThat(chat.store.room(room).members()).isEqualTo(4);
    }
}
