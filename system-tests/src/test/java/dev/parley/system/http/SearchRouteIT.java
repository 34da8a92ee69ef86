package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/search}: words in messages, in one's own rooms. */
class SearchRouteIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    /** A word that no other test says. */
    private final String word = "word" + UUID.randomUUID().toString().replace("-", "");

    private ParleyClient alice;
    private ParleyClient bob;
    private UUID shared;
    private UUID ofAlice;

    @BeforeEach
    void aliceAndBobShareOneOfTwoRooms() {
        alice = chat.onFirst(chat.alice());
        bob = chat.onSecond(chat.bob());
        shared = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        ofAlice = chat.room(alice, RoomKind.PUBLIC);
    }

    @Test
    void messagesAreFoundByTheirWordsOnlyInOnesOwnRooms() {
        alice.post(shared, "the first " + word + " in a sentence");
        alice.post(shared, "nothing to be found");
        alice.post(ofAlice, "another " + word.toUpperCase(Locale.ROOT) + "!");

        assertThat(texts(chat.alice(), request -> request)).hasSize(2);
        assertThat(texts(chat.bob(), request -> request)).containsExactly("the first " + word + " in a sentence");
        assertThat(texts(chat.dave(), request -> request)).isEmpty();
    }

    @Test
    void theNewestComesFirstWithItsPlace() {
        long first = alice.post(shared, word + " one");
        long second = bob.post(shared, word + " two");

        Response response = search(chat.bob(), request -> request);

        assertThat(response.jsonPath().<Integer>getList("messages.sequence"))
                .containsExactly((int) second, (int) first);
        assertThat(response.jsonPath().<String>getList("messages.room")).containsOnly(shared.toString());
        assertThat(response.jsonPath().<String>getList("messages.by.name")).containsExactly("bob", "alice");
    }

    @Test
    void theSearchNarrowsToARoomAndToAPerson() {
        alice.post(shared, word + " by alice, shared");
        bob.post(shared, word + " by bob, shared");
        alice.post(ofAlice, word + " by alice, alone");

        assertThat(texts(chat.alice(), request -> request.queryParam("room", shared)))
                .containsExactlyInAnyOrder(word + " by alice, shared", word + " by bob, shared");
        assertThat(texts(
                        chat.alice(),
                        request -> request.queryParam("by", chat.bob().id())))
                .containsExactly(word + " by bob, shared");
        assertThat(texts(
                        chat.alice(),
                        request -> request.queryParam("by", chat.alice().id()).queryParam("room", ofAlice)))
                .containsExactly(word + " by alice, alone");
        Problems.expectProblem(
                search(chat.bob(), request -> request.queryParam("room", ofAlice))
                        .then(),
                404,
                "notFound");
    }

    @Test
    void whatWasEditedIsFoundAsItStandsAndWhatWasDeletedIsNot() {
        long edited = alice.post(shared, word + " before the edit");
        alice.accepted(Say.edit(shared, edited, "nothing of it is left"));
        long deleted = alice.post(shared, word + " before the deletion");
        alice.accepted(Say.delete(shared, deleted));
        long madeFit = alice.post(shared, "this does not have it yet");
        alice.accepted(Say.edit(shared, madeFit, "now it has the " + word));

        assertThat(texts(chat.bob(), request -> request)).containsExactly("now it has the " + word);
    }

    @Test
    void whoIsRemovedFindsNothingThereAnyMore() {
        alice.post(shared, word + " for members only");
        assertThat(texts(chat.bob(), request -> request)).hasSize(1);

        alice.accepted(Say.removeMember(shared, chat.bob().id()));

        assertThat(texts(chat.bob(), request -> request)).isEmpty();
    }

    @Test
    void pagesLeadThroughAllThatIsFound() {
        List<Command.Post> posts = IntStream.range(0, 55)
                .mapToObj(number -> Say.post(number % 2 == 0 ? shared : ofAlice, word + " number " + number))
                .toList();
        posts.forEach(alice::submit);
        posts.forEach(alice::awaitAccepted);
        Pages pages = new Pages(chat.history(), chat.alice().token());

        List<Response> found = pages.follow("/api/search?limit=10&q=" + word, "next");

        assertThat(found).hasSize(6);
        assertThat(Pages.<String>column(found, "messages.text").stream().flatMap(List::stream))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        posts.stream().map(Command.Post::text).toList());
    }

    @Test
    void hostileWordsAreJustWords() {
        alice.post(shared, word + " o'clock");

        for (String hostile : List.of("'", "\"", "%", "*:*", word + " & | !", "((" + word, "\\", "<->", "😀", ":*")) {
            Response response = chat.history()
                    .as(chat.alice().token())
                    .queryParam("q", hostile)
                    .get("/api/search");
            assertThat(response.statusCode()).as(hostile).isIn(200, 400);
        }
    }

    private List<String> texts(User user, UnaryOperator<RequestSpecification> narrowing) {
        Response response = search(user, narrowing);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.jsonPath().getList("messages.text");
    }

    private Response search(User user, UnaryOperator<RequestSpecification> narrowing) {
        return narrowing
                .apply(chat.history().as(user.token()).queryParam("q", word))
                .get("/api/search");
    }
}
