package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.system.client.Requests;
import dev.parley.system.environment.Conversation;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each service describes itself: every route, and no other. */
class OpenApiIT {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void theGatewayDescribesItsDoor() {
        JsonPath document = document(chat.http(0));

        assertThat(document.<String, Object>getMap("paths")).containsOnlyKeys("/api/commands");
        assertThat(document.<String, Object>getMap("paths.'/api/commands'.post.responses"))
                .containsKeys("200", "400", "401", "403", "404", "409", "413", "429", "503");
    }

    @Test
    void theHistoryDescribesEveryRead() {
        JsonPath document = document(chat.history());

        Map<String, Map<String, Object>> paths = document.getMap("paths");
        assertThat(paths)
                .containsOnlyKeys(
                        "/api/rooms",
                        "/api/rooms/public",
                        "/api/rooms/{room}",
                        "/api/rooms/{room}/members",
                        "/api/rooms/{room}/messages",
                        "/api/rooms/{room}/events",
                        "/api/people",
                        "/api/me",
                        "/api/search");
        assertThat(paths.values().stream()
                        .flatMap(path -> path.keySet().stream())
                        .filter(METHODS::contains))
                .as("it only reads")
                .containsOnly("get");
        assertThat(paths.values())
                .allSatisfy(path -> assertThat(responses(path)).containsKeys("200", "401"));
    }

    @Test
    void bothFormatsAreThere() {
        Stream.of(chat.http(0), chat.history())
                .forEach(service -> service.anonymous()
                        .queryParam("format", "yaml")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .body(startsWith("---\nopenapi: 3.")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> responses(Map<String, Object> path) {
        Map<String, Object> get = (Map<String, Object>) path.getOrDefault("get", Map.of());
        return (Map<String, Object>) get.getOrDefault("responses", Map.of());
    }

    private static JsonPath document(Requests service) {
        return service.anonymous()
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", startsWith("3."))
                .extract()
                .jsonPath();
    }
}
