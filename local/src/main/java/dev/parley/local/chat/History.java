package dev.parley.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a chat asks history-service: which room has a name, and what was said there. */
final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

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
        var mine = withName("/api/rooms", name).map(room -> new Found(room, true));
        return mine.isPresent()
                ? mine
                : withName("/api/rooms/public?q=" + encode(name), name).map(room -> new Found(room, false));
    }

    /** Oldest first. */
    List<Message> latest(UUID room, int limit) {
        var messages = new ArrayList<Message>();
        for (var message : parse(get(base.resolve("/api/rooms/" + room + "/messages?limit=" + limit)))
                .path("messages")) {
            messages.add(new Message(
                    message.path("sequence").asLong(),
                    message.path("by").path("name").asText(),
                    message.path("text").asText(),
                    message.path("deleted").asBoolean()));
        }
        messages.sort(Comparator.comparingLong(Message::sequence));
        return messages;
    }

    /** Looks through all pages of the list. */
    private Optional<UUID> withName(String list, String name) {
        for (var page = Optional.of(base.resolve(list)); page.isPresent(); ) {
            var answer = get(page.get());
            for (var room : parse(answer).path("rooms")) {
                if (room.path("name").asText().equalsIgnoreCase(name)) {
                    return Optional.of(UUID.fromString(room.path("room").asText()));
                }
            }
            page = next(answer);
        }
        return Optional.empty();
    }

    private static Optional<URI> next(HttpResponse<String> answer) {
        return answer.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> answer.uri().resolve(link.group(1)))
                .findFirst();
    }

    private HttpResponse<String> get(URI uri) {
        try {
            var answer = Http.send(Http.request(uri).header("Authorization", "Bearer " + token.get()));
            if (answer.statusCode() != 200) {
                throw new LocalFailure("history-service answered " + answer.statusCode() + " to " + uri.getPath());
            }
            return answer;
        } catch (IOException e) {
            throw new LocalFailure("no answer from history-service at " + base + "; is Parley up?", e);
        }
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalFailure("history-service's answer to " + answer.uri().getPath() + " is not JSON", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
