package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.contract.Command;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/rooms} and what is below it, but for messages and events. */
class RoomsRouteIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void myRoomsAreListedWithWhatAClientShowsOfThem() {
        User erin = chat.fresh("erin");
        User frank = chat.fresh("frank");
        ParleyClient client = chat.onFirst(erin);
        ParleyClient other = chat.onSecond(frank);
        Command.CreateRoom create = new Command.CreateRoom(
                Say.freshId(), "planning", RoomKind.PRIVATE, "the next release", List.of(frank.id()));
        UUID room = ParleyClient.roomOf(client.accepted(create));
        other.post(room, "first word");
        long last = other.post(room, "second word");
        UUID direct = client.openDirect(frank.id());
        chat.room(chat.onFirst(chat.alice()), RoomKind.PUBLIC);

        List<Map<String, Object>> rooms = chat.history()
                .as(erin.token())
                .get("/api/rooms")
                .then()
                .statusCode(200)
                .extract()
                .path("rooms");

        assertThat(rooms)
                .extracting(one -> one.get("room"))
                .containsExactlyInAnyOrder(room.toString(), direct.toString());
        assertThat(rooms)
                .filteredOn(one -> room.toString().equals(one.get("room")))
                .singleElement()
                .satisfies(one -> assertThat(one)
                        .containsEntry("name", "planning")
                        .containsEntry("kind", "private")
                        .containsEntry("topic", "the next release")
                        .containsEntry("sequence", (int) last)
                        .containsEntry("members", 2)
                        .containsEntry("role", "owner")
                        .containsEntry("unread", 2)
                        .containsKeys("epoch", "createdAt", "joinedSequence", "readSequence")
                        .extractingByKey("lastMessage")
                        .hasFieldOrPropertyWithValue("text", "second word")
                        .hasFieldOrPropertyWithValue("sequence", (int) last)
                        .hasFieldOrPropertyWithValue("deleted", false));
        assertThat(rooms)
                .filteredOn(one -> direct.toString().equals(one.get("room")))
                .singleElement()
                .satisfies(
                        one -> assertThat(one).containsEntry("kind", "direct").doesNotContainKey("lastMessage"));
    }

    @Test
    void aDirectRoomIsKnownByItsPeople() {
        User erin = chat.fresh("erin");
        UUID direct = chat.onFirst(erin).openDirect(chat.alice().id());

        chat.history()
                .as(erin.token())
                .get("/api/rooms/{room}", direct)
                .then()
                .statusCode(200)
                .body("people.id", containsInAnyOrder(erin.id(), chat.alice().id()))
                .body("people.name", containsInAnyOrder(erin.name(), "alice"))
                .body("name", equalTo(""));
    }

    @Test
    void aRoomIsShownToAMemberWithTheirPlaceAndToAStrangerWithout() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PUBLIC, chat.bob());

        chat.history()
                .as(chat.bob().token())
                .get("/api/rooms/{room}", room)
                .then()
                .statusCode(200)
                .body("room", equalTo(room.toString()))
                .body("kind", equalTo("public"))
                .body("role", equalTo("member"))
                .body("joinedSequence", equalTo(3))
                .body("unread", equalTo(0))
                .body("members", equalTo(2));
        chat.history()
                .as(chat.dave().token())
                .get("/api/rooms/{room}", room)
                .then()
                .statusCode(200)
                .body("role", nullValue())
                .body("unread", nullValue())
                .body("readSequence", nullValue());
    }

    @Test
    void membersAreListedPageByPageWithRoleAndPointer() {
        List<User> people = Stream.generate(() -> chat.fresh("many")).limit(7).toList();
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, people.toArray(User[]::new));
        alice.accepted(Say.setRole(room, people.getFirst().id(), Role.MODERATOR));
        Pages pages = new Pages(chat.history(), chat.alice().token());

        List<Response> all = pages.follow("/api/rooms/" + room + "/members?limit=3", "next");

        assertThat(all).hasSize(3);
        assertThat(Pages.<String>column(all, "members.id").stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(chat.alice()), people.stream())
                        .map(User::id)
                        .toList());
        List<Map<String, Object>> members = all.stream()
                .flatMap(page -> page.jsonPath().<Map<String, Object>>getList("members").stream())
                .toList();
        assertThat(roleOf(members, chat.alice())).isEqualTo("owner");
        assertThat(roleOf(members, people.getFirst())).isEqualTo("moderator");
        assertThat(roleOf(members, people.getLast())).isEqualTo("member");
        assertThat(members)
                .allSatisfy(member -> assertThat(member).containsKeys("name", "joinedSequence", "readSequence"));
    }

    private static @Nullable Object roleOf(List<Map<String, Object>> members, User user) {
        return members.stream()
                .filter(member -> user.id().equals(member.get("id")))
                .findFirst()
                .orElseThrow()
                .get("role");
    }

    @Test
    void openRoomsAreFoundByTheBeginningOfTheirName() {
        String stem = "zebra" + UUID.randomUUID().toString().substring(0, 8);
        ParleyClient alice = chat.onFirst(chat.alice());
        List<UUID> open = IntStream.range(0, 5)
                .mapToObj(number -> alice.createRoom(
                        stem + " " + number, number % 2 == 0 ? RoomKind.PUBLIC : RoomKind.ANNOUNCEMENT))
                .toList();
        alice.createRoom(stem + " secret", RoomKind.PRIVATE);
        alice.createRoom("not a " + stem, RoomKind.PUBLIC);
        Pages pages = new Pages(chat.history(), chat.dave().token());

        List<Response> found = pages.follow("/api/rooms/public?limit=2&q=" + stem.toUpperCase(Locale.ROOT), "next");

        assertThat(found).hasSize(3);
        assertThat(Pages.<String>column(found, "rooms.room").stream().flatMap(List::stream))
                .containsExactlyElementsOf(open.stream().map(UUID::toString).toList());
    }

    @Test
    void leavingTakesTheRoomOffTheList() {
        User erin = chat.fresh("erin");
        ParleyClient client = chat.onFirst(erin);
        UUID room = chat.room(chat.onFirst(chat.alice()), RoomKind.PUBLIC, erin);
        chat.history().as(erin.token()).get("/api/rooms").then().body("rooms", hasSize(1));

        client.accepted(Say.leave(room));

        chat.history().as(erin.token()).get("/api/rooms").then().body("rooms", hasSize(0));
    }

    @Test
    void myRoomsComePageByPage() {
        User erin = chat.fresh("erin");
        ParleyClient client = chat.onFirst(erin);
        List<String> rooms = IntStream.range(0, 7)
                .mapToObj(number ->
                        client.createRoom("room " + number, RoomKind.PRIVATE).toString())
                .toList();
        Pages pages = new Pages(chat.history(), erin.token());

        List<Response> all = pages.follow("/api/rooms?limit=3", "next");

        assertThat(all).hasSize(3);
        assertThat(Pages.<String>column(all, "rooms.room").stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(rooms);
        List<Response> back = pages.follow(Pages.link(all.getLast(), "prev").orElseThrow(), "prev");
        assertThat(Pages.<String>column(back, "rooms.room").stream().flatMap(List::stream))
                .hasSize(6);
    }
}
