package dev.parley.system.http;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.system.client.Requests;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may send commands and read: those that {@code PARLEY_ALLOWED_ORIGINS} names. */
class AllowedOriginsIT {
    private static final String ALLOWED = "Access-Control-Allow-Origin";
    /** How the tests' history-service is told: any port of this machine. */
    private static final List<String> OF_THIS_MACHINE = List.of("http://localhost:5173", "http://127.0.0.1:8080");

    @RegisterExtension
    final Conversation chat = new Conversation();

    static Stream<String> allowedByTheGateway() {
        return GatewaySettings.ALLOWED_ORIGINS.stream();
    }

    static Stream<String> allowedByHistory() {
        return OF_THIS_MACHINE.stream();
    }

    @ParameterizedTest
    @MethodSource("allowedByTheGateway")
    void pagesThatAreNamedSendCommandsAndReadTheAnswers(String origin) {
        Requests gateway = chat.http(GatewaySettings.DEFAULT);
        mayAsk(gateway, origin, "POST", "/api/commands", 200, origin);

        gateway.as(chat.alice().token())
                .header("Origin", origin)
                .contentType("application/json")
                .body("{}")
                .post("/api/commands")
                .then()
                .statusCode(400)
                .header(ALLOWED, equalTo(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://chat.example.evil.example", "http://chat.example", "null"})
    void otherPagesSendNone(String origin) {
        Requests gateway = chat.http(GatewaySettings.DEFAULT);
        mayAsk(gateway, origin, "POST", "/api/commands", 403, null);

        gateway.as(chat.alice().token())
                .header("Origin", origin)
                .contentType("application/json")
                .body("{}")
                .post("/api/commands")
                .then()
                .statusCode(403)
                .header(ALLOWED, nullValue());
    }

    @ParameterizedTest
    @MethodSource("allowedByHistory")
    void pagesThatAreNamedReadThePast(String origin) {
        mayAsk(chat.history(), origin, "GET", "/api/rooms", 200, origin);
        read(origin).statusCode(200).header(ALLOWED, equalTo(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost.evil.example", "null"})
    void otherPagesReadNothing(String origin) {
        mayAsk(chat.history(), origin, "GET", "/api/rooms", 403, null);
        read(origin).statusCode(403).header(ALLOWED, nullValue());
    }

    private ValidatableResponse read(String origin) {
        return chat.history()
                .as(chat.alice().token())
                .header("Origin", origin)
                .get("/api/rooms")
                .then();
    }

    /** What a browser asks before it sends a request with a token to another place. */
    private static void mayAsk(
            Requests service, String origin, String method, String path, int status, @Nullable String allowed) {
        service.anonymous()
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(path)
                .then()
                .statusCode(status)
                .header(ALLOWED, allowed == null ? nullValue() : equalTo(allowed));
    }
}
