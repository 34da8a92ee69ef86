package dev.parley.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What a chat asks history-service: which room has a name, and what was said there. */
final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Supplier<String> token;

    History(URI base, Supplier<String> token) {
        this.base = base;
        this.token = token;
    }

    /** @param member whether the asking user is a member */
    record Found(UUID room, boolean member) {}

    /** A message as it stands now. */
    record Message(long sequence, String name, String text, boolean deleted) {}

    /** The user's own room of that name, else a public one. */
    Optional<Found> room(String name) {
        var mine = withName(get("/api/rooms"), name).map(room -> new Found(room, true));
        return mine.isPresent()
                ? mine
                : withName(get("/api/rooms/public?q=" + encode(name)), name).map(room -> new Found(room, false));
    }

    /** Oldest first. */
    List<Message> latest(UUID room, int limit) {
        var messages = new ArrayList<Message>();
        for (var message :
                get("/api/rooms/" + room + "/messages?limit=" + limit).path("messages")) {
            messages.add(new Message(
                    message.path("sequence").asLong(),
                    message.path("by").path("name").asText(),
                    message.path("text").asText(),
                    message.hasNonNull("deletedAt")));
        }
        messages.sort(java.util.Comparator.comparingLong(Message::sequence));
        return messages;
    }

    private static Optional<UUID> withName(JsonNode answer, String name) {
        for (var room : answer.path("rooms")) {
            if (room.path("name").asText().equalsIgnoreCase(name)) {
                return Optional.of(UUID.fromString(room.path("room").asText()));
            }
        }
        return Optional.empty();
    }

    private JsonNode get(String path) {
        var uri = base.resolve(path);
        try {
            var answer = Http.send(Http.request(uri).header("Authorization", "Bearer " + token.get()));
            if (answer.statusCode() != 200) {
                throw new LocalFailure("history-service answered " + answer.statusCode() + " to " + uri.getPath());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalFailure("no answer from history-service at " + base + "; is Parley up?", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
