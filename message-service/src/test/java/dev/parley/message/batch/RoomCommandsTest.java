package dev.parley.message.batch;

import static dev.parley.contract.RejectionCode.CONFLICT;
import static dev.parley.contract.RejectionCode.FORBIDDEN;
import static dev.parley.contract.RejectionCode.INVALID;
import static dev.parley.contract.RejectionCode.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomCommandsTest {
    private final Chat chat = new Chat();

    @Test
    void a_new_room_starts_with_its_creation_then_its_owner_then_its_members() {
        chat.signIn("bob");
        List<Event> events = chat.events(
                "ann", new Command.CreateRoom("c", "Kitchen", RoomKind.PRIVATE, "tea", List.of("bob", "ann", "bob")));
        Person ann = new Person("ann", "Ann");
        assertThat(events)
                .extracting(Event::change)
                .containsExactly(
                        new Event.RoomCreated("Kitchen", RoomKind.PRIVATE, "tea"),
                        new Event.MemberJoined(ann, Role.OWNER),
                        new Event.MemberJoined(new Person("bob", "Bob"), Role.MEMBER));
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.by()).isEqualTo(ann);
            assertThat(event.command()).isEqualTo("c");
            assertThat(event.at()).isEqualTo(Chat.NOW);
        });
        assertThat(chat.store.rooms.get(RoomIds.created("ann", "c")))
                .isEqualTo(new MemoryStore.RoomRow(RoomKind.PRIVATE, "Kitchen", "tea", "epoch1", 3, 2, 1));
    }

    @Test
    void a_room_cannot_be_made_with_somebody_who_never_signed_in() {
        Command command = new Command.CreateRoom("c", "Kitchen", RoomKind.PUBLIC, null, List.of("nobody"));
        assertThat(chat.refusal("ann", command)).isEqualTo(NOT_FOUND);
        assertThat(chat.store.rooms).isEmpty();
    }

    @Test
    void a_direct_room_cannot_be_made_by_createRoom() {
        Command command = new Command.CreateRoom("c", "Kitchen", RoomKind.DIRECT, null, List.of());
        assertThat(chat.refusal("ann", command)).isEqualTo(INVALID);
    }

    @Test
    void somebody_who_signs_in_in_the_same_batch_is_known() {
        chat.run(
                chat.submission("ann", new Command.CreateRoom("c", "Kitchen", RoomKind.PUBLIC, null, List.of("bob"))),
                chat.submission("bob", new Command.SignIn("s")));
        assertThat(chat.isMember(RoomIds.created("ann", "c"), "bob")).isTrue();
    }

    @Test
    void a_direct_room_makes_everybody_a_member_and_the_opener_first() {
        chat.signIn("bob", "cem");
        List<Event> events = chat.events("ann", new Command.OpenDirect("o", List.of("cem", "bob")));
        assertThat(events)
                .extracting(Event::change)
                .containsExactly(
                        new Event.RoomCreated("", RoomKind.DIRECT, null),
                        new Event.MemberJoined(new Person("ann", "Ann"), Role.MEMBER),
                        new Event.MemberJoined(new Person("cem", "Cem"), Role.MEMBER),
                        new Event.MemberJoined(new Person("bob", "Bob"), Role.MEMBER));
    }

    @Test
    void the_same_people_get_the_same_direct_room_whoever_opens_it_and_with_or_without_naming_themselves() {
        UUID room = chat.direct("ann", "bob");
        chat.post("ann", room, "hello");
        assertThat(chat.reply("bob", new Command.OpenDirect("o2", List.of("ann", "bob"))))
                .isEqualTo(Answer.Accepted.inRoom("o2", room, "epoch1", 4));
        assertThat(chat.store.rooms).hasSize(1);
    }

    @Test
    void two_people_who_open_it_in_one_batch_get_one_room() {
        chat.signIn("ann", "bob");
        chat.run(
                chat.submission("ann", new Command.OpenDirect("o1", List.of("bob"))),
                chat.submission("bob", new Command.OpenDirect("o2", List.of("ann"))));
        assertThat(chat.store.rooms).hasSize(1);
        assertThat(chat.answer(chat.published.getLast()))
                .isEqualTo(Answer.Accepted.inRoom("o2", RoomIds.direct(List.of("ann", "bob")), "epoch1", 3));
    }

    @Test
    void nobody_talks_to_themselves_alone_nor_to_a_stranger_nor_to_more_than_nine() {
        chat.signIn("ann", "u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
        assertThat(chat.refusal("ann", new Command.OpenDirect("1", List.of("ann"))))
                .isEqualTo(INVALID);
        assertThat(chat.refusal("ann", new Command.OpenDirect("2", List.of("nobody"))))
                .isEqualTo(NOT_FOUND);
        List<String> ten = List.of("u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
        assertThat(chat.refusal("ann", new Command.OpenDirect("3", ten))).isEqualTo(INVALID);
        assertThat(chat.events("ann", new Command.OpenDirect("4", ten.subList(0, 9))))
                .hasSize(11);
    }

    @Test
    void owners_and_moderators_change_what_a_room_is_called_and_what_is_not_named_stays() {
        UUID room = chat.room(RoomKind.PUBLIC);
        assertThat(chat.change("olga", new Command.UpdateRoom("1", room, "Hall", null)))
                .isEqualTo(new Event.RoomUpdated("Hall", null));
        assertThat(chat.change("mara", new Command.UpdateRoom("2", room, null, "noise")))
                .isEqualTo(new Event.RoomUpdated(null, "noise"));
        assertThat(chat.store.room(room).name()).isEqualTo("Hall");
        assertThat(chat.store.room(room).topic()).isEqualTo("noise");
        assertThat(chat.refusal("mike", new Command.UpdateRoom("3", room, "Mine", null)))
                .isEqualTo(FORBIDDEN);
    }

    @Test
    void nobody_changes_a_direct_room() {
        UUID room = chat.direct("ann", "bob");
        assertThat(chat.refusal("ann", new Command.UpdateRoom("1", room, "x", null)))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.Leave("2", room))).isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.Join("3", room))).isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.AddMember("4", room, "stan")))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.RemoveMember("5", room, "bob")))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.SetRole("6", room, "bob", Role.OWNER)))
                .isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.Ban("7", room, "bob", null))).isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("ann", new Command.Unban("8", room, "bob"))).isEqualTo(FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomKind.class,
            names = {"PRIVATE", "PUBLIC", "ANNOUNCEMENT"})
    void a_stranger_learns_of_a_room_only_if_it_is_open(RoomKind kind) {
        UUID room = chat.room(kind);
        var expected = kind.open() ? FORBIDDEN : NOT_FOUND;
        assertThat(chat.refusal("stan", new Command.UpdateRoom("1", room, "x", null)))
                .isEqualTo(expected);
        assertThat(chat.refusal("stan", new Command.Leave("2", room))).isEqualTo(expected);
        assertThat(chat.refusal("stan", new Command.Read("3", room, 1))).isEqualTo(expected);
        assertThat(chat.refusal("stan", new Command.Read("4", room, 1_000))).isEqualTo(expected);
        assertThat(chat.refusal("stan", new Command.Post("5", room, "x", 99L))).isEqualTo(expected);
        assertThat(chat.refusal("stan", new Command.Delete("6", room, 99))).isEqualTo(expected);
    }

    @Test
    void a_room_that_does_not_exist_is_not_found_whatever_is_asked() {
        UUID room = UUID.fromString("00000000-0000-8000-8000-000000000000");
        assertThat(chat.refusal("ann", new Command.Join("1", room))).isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("ann", new Command.Post("2", room, "x", null))).isEqualTo(NOT_FOUND);
    }

    @Test
    void a_room_that_stands_where_a_new_one_would_is_left_alone() {
        UUID room = chat.create("ann", RoomKind.PUBLIC);
        String id = chat.store.accepted.keySet().iterator().next().id();
        chat.store.accepted.clear();
        assertThat(chat.refusal("ann", new Command.CreateRoom(id, "Other", RoomKind.PUBLIC, null, List.of())))
                .isEqualTo(CONFLICT);
        assertThat(chat.store.room(room).name()).isEqualTo("Kitchen");
    }
}
