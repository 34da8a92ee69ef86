package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/people} and {@code /api/me}. */
class PeopleRouteIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void peopleAreFoundByTheBeginningOfTheirNameOnceTheySignedIn() {
        String stem = "yak" + UUID.randomUUID().toString().substring(0, 8);
        List<User> people = Stream.generate(() -> chat.fresh(stem)).limit(5).toList();
        chat.neverSignedIn(stem);
        Pages pages = new Pages(chat.history(), chat.alice().token());

        List<Response> found = pages.follow("/api/people?limit=2&q=" + stem.substring(0, 9), "next");

        assertThat(found).hasSize(3);
        assertThat(Pages.<String>column(found, "people.id").stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        people.stream().map(User::id).toList());
        assertThat(Pages.<String>column(found, "people.name").stream().flatMap(List::stream))
                .isSorted()
                .allMatch(name -> name.startsWith(stem));
    }

    @Test
    void nobodyIsFoundByTheMiddleOfANameOrByAPattern() {
        String stem = "gnu" + UUID.randomUUID().toString().substring(0, 8);
        chat.fresh(stem);

        for (String pattern : List.of(stem.substring(1), "%" + stem, stem.substring(0, 5) + "_", "\\")) {
            chat.history()
                    .as(chat.alice().token())
                    .queryParam("q", pattern)
                    .get("/api/people")
                    .then()
                    .statusCode(200)
                    .body("people", empty());
        }
    }

    @Test
    void meIsWhoTheTokenSays() {
        chat.history()
                .as(chat.alice().token())
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(chat.alice().id()))
                .body("name", equalTo("alice"))
                .body("seenAt", notNullValue());
        User ghost = chat.neverSignedIn("ghost");
        chat.history()
                .as(ghost.token())
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(ghost.id()))
                .body("seenAt", nullValue());
    }
}
