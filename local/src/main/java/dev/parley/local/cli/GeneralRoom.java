package dev.parley.local.cli;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.local.infrastructure.Tokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The public room {@code general}, so that a newcomer finds somewhere to talk. */
final class GeneralRoom {
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 5;

    private GeneralRoom() {}

    /** Makes the room once: the command has the same id each time, and an id that was accepted changes nothing again. */
    static void ensure(Addresses addresses) {
        var command = new Command.CreateRoom(
                "general-room", "general", RoomKind.PUBLIC, "Everything and everybody", List.of());
        var body = new Codec(Limits.DEFAULT).encode(command);
        var token = new Tokens(addresses.issuer()).of("admin");
        var request = Http.request(addresses.gateways().getFirst().resolve("/api/commands"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        var answer = send(request);
        for (int attempt = 1; attempt < ATTEMPTS && answer.statusCode() == UNAVAILABLE; attempt++) {
            answer = send(request);
        }
        if (answer.statusCode() != 200) {
            throw new LocalFailure("the room general could not be made: " + answer.statusCode() + " "
                    + answer.body().strip());
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Http.send(request);
        } catch (IOException e) {
            throw new LocalFailure("the room general could not be made: " + e.getMessage(), e);
        }
    }
}
