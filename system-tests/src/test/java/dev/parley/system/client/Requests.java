package dev.parley.system.client;

import static io.restassured.RestAssured.given;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;

/** Requests to a service over HTTP, by whoever's token. */
public final class Requests {
    /** A failure tells what was asked and answered, but for the token. */
    private static final RestAssuredConfig CONFIG = RestAssuredConfig.config()
            .logConfig(LogConfig.logConfig()
                    .enableLoggingOfRequestAndResponseIfValidationFails()
                    .blacklistHeader("Authorization"));

    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    private final URI uri;

    public Requests(URI uri) {
        this.uri = uri;
    }

    /** A request with this token. */
    public RequestSpecification as(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    /** Sends a command through the gateway's HTTP door. */
    public Response command(String token, Command command) {
        SaidTexts.note(command);
        return as(token)
                .contentType("application/json")
                .body(CODEC.encode(command))
                .post("/api/commands");
    }

    /** A request without any token. */
    public RequestSpecification anonymous() {
        return given().spec(new RequestSpecBuilder()
                .setBaseUri(uri)
                .setConfig(CONFIG)
                .build());
    }
}
