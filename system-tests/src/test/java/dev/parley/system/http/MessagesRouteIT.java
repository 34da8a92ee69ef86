package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.contract.Command;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/rooms/{room}/messages}: messages as they stand now, page by page. */
class MessagesRouteIT {
    private static final int MANY = 520;

    @RegisterExtension
    final Conversation chat = new Conversation();

    private ParleyClient alice;
    private UUID room;

    @BeforeEach
    void aliceAndBobShareARoom() {
        alice = chat.onFirst(chat.alice());
        room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
    }

    @Test
    void pagesLeadBackToTheFirstMessageAndForwardToTheLastWithoutHoleOrOverlap() {
        List<Integer> all = postMany();
        Pages pages = new Pages(chat.history(), chat.bob().token());
        String path = "/api/rooms/" + room + "/messages";

        List<Response> back = pages.follow(path + "?limit=70", "next");
        List<List<Integer>> backwards = new ArrayList<>(Pages.column(back, "messages.sequence"));
        assertThat(backwards).hasSize(8).allSatisfy(page -> assertThat(page).hasSizeLessThanOrEqualTo(70));
        Collections.reverse(backwards);
        assertThat(flat(backwards)).as("newest page first, each page ascending").isEqualTo(all);

        List<Response> forth = pages.follow(path + "?limit=70&after=0", "next");
        assertThat(flat(Pages.column(forth, "messages.sequence"))).isEqualTo(all);

        String turning = Pages.link(back.get(4), "prev").orElseThrow();
        assertThat(flat(Pages.column(pages.follow(turning, "next"), "messages.sequence")))
                .as("turned round at the fifth page, which knows the way to the newest")
                .isEqualTo(all.subList(all.size() - 4 * 70, all.size()));
        assertThat(pages.get(path + "?limit=200").jsonPath().getList("messages"))
                .hasSize(200);
        assertThat(pages.get(path).jsonPath().getList("messages"))
                .as("the default")
                .hasSize(50);
    }

    @Test
    void aroundShowsAMessageAmongItsNeighbours() {
        List<Integer> all = postMany();
        int middle = all.get(all.size() / 2);
        Pages pages = new Pages(chat.history(), chat.bob().token());
        String path = "/api/rooms/" + room + "/messages?limit=21&around=";

        List<Integer> around = pages.get(path + middle).jsonPath().getList("messages.sequence");
        assertThat(around).hasSize(21).contains(middle).isSorted();
        assertThat(around).isEqualTo(all.subList(all.indexOf(around.getFirst()), all.indexOf(around.getLast()) + 1));
        assertThat(around.indexOf(middle)).isBetween(9, 11);
        Response page = pages.get(path + middle);
        List<Integer> older =
                pages.get(Pages.link(page, "next").orElseThrow()).jsonPath().getList("messages.sequence");
        List<Integer> newer =
                pages.get(Pages.link(page, "prev").orElseThrow()).jsonPath().getList("messages.sequence");
        assertThat(older.getLast()).isEqualTo(around.getFirst() - 1);
        assertThat(newer.getFirst()).isEqualTo(around.getLast() + 1);
        assertThat(pages.get(path + 1).jsonPath().<Integer>getList("messages.sequence"))
                .startsWith(all.getFirst());
        assertThat(pages.get(path + 1_000_000).jsonPath().<Integer>getList("messages.sequence"))
                .endsWith(all.getLast());
    }

    @Test
    void changesOfTheRoomAreToldOnceBetweenTheMessagesIfSomebodyAsks() {
        String carol = chat.carol().id();
        alice.post(room, "before");
        alice.accepted(new Command.AddMember(Say.freshId(), room, carol));
        long middle = alice.post(room, "between");
        alice.accepted(new Command.SetRole(Say.freshId(), room, carol, Role.MODERATOR));
        alice.accepted(new Command.UpdateRoom(Say.freshId(), room, null, "Lunch"));
        alice.accepted(Say.react(room, middle, "👍"));
        alice.post(room, "after");
        alice.accepted(new Command.RemoveMember(Say.freshId(), room, carol));
        Pages pages = new Pages(chat.history(), chat.bob().token());
        String path = "/api/rooms/" + room + "/messages";
        List<String> all = List.of(
                "room.created",
                "member.joined",
                "member.joined",
                "member.joined",
                "member.roleChanged",
                "room.updated",
                "member.removed");

        List<List<String>> back = Pages.column(pages.follow(path + "?limit=1&changes=true", "next"), "changes.type");
        assertThat(back).containsExactly(List.of("member.removed"), all.subList(4, 6), all.subList(0, 4));
        List<List<String>> forth =
                Pages.column(pages.follow(path + "?limit=1&changes=true&after=0", "next"), "changes.type");
        assertThat(forth.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
        assertThat(pages.get(path + "?changes=true").jsonPath().<String>getList("changes.type"))
                .isEqualTo(all);
        assertThat(pages.get(path + "?changes=true").jsonPath().<Object>get("changes[3].user.id"))
                .as("the event as it stands in the log")
                .isEqualTo(carol);
        assertThat(pages.get(path).jsonPath().<Object>get("changes")).isNull();
    }

    @Test
    void aMessageStandsAsItWasEditedReactedToAndAnswered() {
        ParleyClient bob = chat.onSecond(chat.bob());
        long message = alice.post(room, "draft for @bob");
        long edit = ParleyClient.sequenceOf(alice.accepted(Say.edit(room, message, "final text for @alice")));
        long reply = ParleyClient.sequenceOf(bob.accepted(Say.reply(room, "well said", message)));
        bob.accepted(Say.react(room, message, "👍"));
        alice.accepted(Say.react(room, message, "👍"));
        long last = ParleyClient.sequenceOf(alice.accepted(Say.react(room, message, "🎉")));

        messages(last)
                .body("room", equalTo(room.toString()))
                .body("sequence", equalTo((int) last))
                .body("messages.sequence", equalTo(List.of((int) message, (int) reply)))
                .body("messages[0].text", equalTo("final text for @alice"))
                .body("messages[0].by.id", equalTo(chat.alice().id()))
                .body("messages[0].by.name", equalTo("alice"))
                .body("messages[0].mentions", equalTo(List.of(chat.alice().id())))
                .body("messages[0].editedSequence", equalTo((int) edit))
                .body("messages[0].editedAt", notNullValue())
                .body("messages[0].deleted", equalTo(false))
                .body("messages[0].reactions.find { it.emoji == '👍' }.count", equalTo(2))
                .body("messages[0].reactions.find { it.emoji == '👍' }.mine", equalTo(true))
                .body("messages[0].reactions.find { it.emoji == '🎉' }.count", equalTo(1))
                .body("messages[0].reactions.find { it.emoji == '🎉' }.mine", equalTo(false))
                .body("messages[1].replyTo", equalTo((int) message))
                .body("messages[1].editedAt", nullValue())
                .body("messages[1].reactions", empty());
        bob.accepted(Say.unreact(room, message, "👍"));
        messages(last + 1).body("messages[0].reactions.find { it.emoji == '👍' }.mine", equalTo(false));
    }

    @Test
    void aDeletedMessageIsATombstone() {
        long message = alice.post(room, "this will not be here for long");
        alice.accepted(Say.react(room, message, "🔥"));
        long deletion = ParleyClient.sequenceOf(alice.accepted(Say.delete(room, message)));

        messages(deletion)
                .body("messages", hasSize(1))
                .body("messages[0].sequence", equalTo((int) message))
                .body("messages[0].deleted", equalTo(true))
                .body("messages[0].text", equalTo(""))
                .body("messages[0].mentions", empty());
    }

    @Test
    void aClientReadsItsOwnWritesAndAnOverdueOneGetsWhatIsThere() {
        for (int i = 0; i < 20; i++) {
            long sequence = alice.post(room, "read me back " + i);
            messages(sequence).body("messages.sequence", hasItems((int) sequence));
        }
        messages(1_000_000).body("messages", hasSize(20));
    }

    @Test
    void theAnswerSaysWhereTheRoomStood() {
        String epoch = alice.subscribe(room).epoch();
        long sequence = alice.post(room, "here the room stands");

        messages(sequence)
                .header("Parley-Epoch", equalTo(epoch))
                .header("Parley-Sequence", equalTo(Long.toString(sequence)))
                .body("epoch", equalTo(epoch));
    }

    @Test
    void aRoomWithoutMessagesHasAnEmptyPageWithoutLinks() {
        messages(2).body("messages", empty()).header("Link", nullValue());
    }

    @Test
    void anOpenRoomIsReadByWhoIsNotAMember() {
        UUID open = chat.room(alice, RoomKind.PUBLIC);
        alice.post(open, "for everybody to read");

        chat.history()
                .as(chat.dave().token())
                .get("/api/rooms/{room}/messages", open)
                .then()
                .statusCode(200)
                .body("messages.text", hasItems("for everybody to read"))
                .body("messages", not(empty()));
    }

    private ValidatableResponse messages(long minSequence) {
        return chat.history()
                .as(chat.bob().token())
                .queryParam("minSequence", minSequence)
                .get("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(200);
    }

    private List<Integer> postMany() {
        List<Command.Post> posts = IntStream.range(0, MANY)
                .mapToObj(number -> Say.post(room, "message number " + number))
                .toList();
        posts.forEach(alice::submit);
        return posts.stream()
                .map(alice::awaitAccepted)
                .map(accepted -> (int) ParleyClient.sequenceOf(accepted))
                .toList();
    }

    private static <T> List<T> flat(List<List<T>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }
}
