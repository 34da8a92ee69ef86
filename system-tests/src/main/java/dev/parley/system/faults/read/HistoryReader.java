package dev.parley.system.faults.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.system.faults.history.Findings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** history-service, asked. A page that is not answered is asked for again within a bound. */
public final class HistoryReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final int PAGE = 200;
    private static final int INTERNAL_PAGE = 1_000;
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final URI service;
    private final URI internal;
    private final String credential;

    /**
     * @param internal the port for gateways
     * @param credential what gateways show there
     */
    public HistoryReader(URI service, URI internal, String credential) {
        this.service = service;
        this.internal = internal;
        this.credential = credential;
    }

    /** The room's log as gateways get it; nothing if there is no such room. */
    public Optional<Findings.Log> log(UUID room) {
        List<Event> events = new ArrayList<>();
        while (true) {
            long after = events.isEmpty() ? 0 : events.getLast().sequence();
            var answer = patient(
                    internal.resolve(
                            "/internal/events?room=%s&after=%d&limit=%d".formatted(room, after, INTERNAL_PAGE)),
                    credential);
            if (answer.statusCode() != OK) {
                return Optional.empty();
            }
            List<Event> page = answer.body()
                    .lines()
                    .map(line -> event(line.split("\t", 4)[3]))
                    .toList();
            events.addAll(page);
            if (page.size() < INTERNAL_PAGE) {
                return Optional.of(new Findings.Log(room, header(answer, "Parley-Epoch"), head(answer), events));
            }
        }
    }

    /** The whole of a room's log, as this user gets it. */
    public Findings.Read read(String user, String token, UUID room) {
        List<Event> events = new ArrayList<>();
        while (true) {
            long after = events.isEmpty() ? 0 : events.getLast().sequence();
            var answer = patient(room("%s/events?after=%d&limit=%d", room, after, PAGE), token);
            if (answer.statusCode() != OK) {
                return new Findings.Read(user, room, answer.statusCode(), 0, events);
            }
            int before = events.size();
            parse(answer).path("events").forEach(event -> events.add(event(event.toString())));
            if (events.size() - before < PAGE) {
                return new Findings.Read(user, room, OK, head(answer), events);
            }
        }
    }

    /** Whether the user may look into the room now, by the status alone; 0 if there was no answer. */
    public int look(String token, UUID room) {
        try {
            return Http.send(request(room("%s/events?after=%d&limit=%d", room, 0L, 1), token))
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    /** What is said of the room beside its log, by a member's token. */
    public Findings.Projection projection(String token, UUID room) {
        JsonNode head = parse(required(service.resolve("/api/rooms/" + room), token));
        JsonNode topic = head.path("topic");
        return new Findings.Projection(
                room,
                head.path("name").asText(),
                kind(head.path("kind").asText()),
                topic.isMissingNode() ? null : topic.asText(),
                head.path("sequence").asLong(),
                members(token, room),
                messages(token, room));
    }

    private List<Findings.Member> members(String token, UUID room) {
        List<Findings.Member> members = new ArrayList<>();
        for (JsonNode page : pages(service.resolve("/api/rooms/" + room + "/members?limit=" + PAGE), token)) {
            page.path("members")
                    .forEach(member -> members.add(new Findings.Member(
                            member.path("id").asText(),
                            role(member.path("role").asText()),
                            member.path("joinedSequence").asLong(),
                            member.path("readSequence").asLong())));
        }
        return members;
    }

    private List<Findings.Message> messages(String token, UUID room) {
        List<Findings.Message> messages = new ArrayList<>();
        for (JsonNode page : pages(service.resolve("/api/rooms/" + room + "/messages?limit=" + PAGE), token)) {
            page.path("messages").forEach(message -> messages.add(message(message)));
        }
        return messages;
    }

    private static Findings.Message message(JsonNode message) {
        Map<String, Long> reactions = new HashMap<>();
        message.path("reactions")
                .forEach(reaction -> reactions.put(
                        reaction.path("emoji").asText(), reaction.path("count").asLong()));
        return new Findings.Message(
                message.path("sequence").asLong(),
                message.path("by").path("id").asText(),
                message.path("text").asText(),
                number(message.path("replyTo")),
                number(message.path("editedSequence")),
                message.path("deleted").asBoolean(),
                reactions);
    }

    /** Follows {@code Link: …; rel="next"} to the end. */
    private List<JsonNode> pages(URI first, String token) {
        List<JsonNode> pages = new ArrayList<>();
        @Nullable URI next = first;
        while (next != null) {
            var answer = required(next, token);
            pages.add(parse(answer));
            next = answer.headers().allValues("Link").stream()
                    .flatMap(links -> Stream.of(links.split(",(?=\\s*<)")))
                    .filter(link -> link.contains("rel=\"next\""))
                    .map(link -> service.resolve(link.substring(link.indexOf('<') + 1, link.indexOf('>'))))
                    .findFirst()
                    .orElse(null);
        }
        return pages;
    }

    private URI room(String pattern, Object... arguments) {
        return service.resolve("/api/rooms/" + pattern.formatted(arguments));
    }

    private HttpResponse<String> required(URI uri, String token) {
        var answer = patient(uri, token);
        if (answer.statusCode() != OK) {
            throw new LocalFailure("history-service answered " + answer.statusCode() + " to " + uri.getPath());
        }
        return answer;
    }

    private static HttpResponse<String> patient(URI uri, String token) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                var answer = Http.send(request(uri, token));
                if (answer.statusCode() < SERVER_ERROR || System.nanoTime() - end > 0) {
                    return answer;
                }
            } catch (IOException away) {
                if (System.nanoTime() - end > 0) {
                    throw new LocalFailure("history-service does not answer", away);
                }
            }
            pause();
        }
    }

    private static java.net.http.HttpRequest.Builder request(URI uri, String token) {
        return Http.request(uri).header("Authorization", "Bearer " + token);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while waiting", e);
        }
    }

    private static long head(HttpResponse<String> answer) {
        return Long.parseLong(header(answer, "Parley-Sequence"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow(() -> new LocalFailure("no header " + name));
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalFailure("history-service's answer is not JSON", e);
        }
    }

    private static Event event(String json) {
        return switch (CODEC.event(json.getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Value<Event>(Event event) -> event;
            case Decoded.Refusal<Event> refusal -> throw new LocalFailure("not an event: " + refusal.message());
        };
    }

    private static @Nullable Long number(JsonNode node) {
        return node.isNumber() ? node.asLong() : null;
    }

    private static RoomKind kind(String label) {
        return Stream.of(RoomKind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("no kind of room: " + label));
    }

    private static Role role(String label) {
        return Stream.of(Role.values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("no role: " + label));
    }
}
