package dev.parley.gateway.past;

import dev.parley.contract.Role;
import dev.parley.gateway.delivery.Standing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions and answers of history-service's internal port as JSON. */
final class HistoryJson {
    private HistoryJson() {}

    static Buffer pairs(List<HistoryClient.Question> questions) {
        JsonArray pairs = new JsonArray();
        for (HistoryClient.Question question : questions) {
            pairs.add(new JsonObject().put("room", question.room().toString()).put("user", question.user()));
        }
        return new JsonObject().put("pairs", pairs).toBuffer();
    }

    static List<Standing> standings(Buffer body) {
        JsonArray standings = body.toJsonObject().getJsonArray("standings");
        List<Standing> found = new ArrayList<>(standings.size());
        for (int i = 0; i < standings.size(); i++) {
            JsonObject standing = standings.getJsonObject(i);
            found.add(
                    standing.getBoolean("visible")
                            ? seen(standing)
                            : new Standing.Unseen(UUID.fromString(standing.getString("room"))));
        }
        return found;
    }

    static Buffer users(List<String> users) {
        return new JsonObject().put("users", new JsonArray(List.copyOf(users))).toBuffer();
    }

    static List<List<Standing.Seen>> memberships(Buffer body, List<String> users) {
        JsonObject byUser = body.toJsonObject().getJsonObject("users");
        List<List<Standing.Seen>> found = new ArrayList<>(users.size());
        for (String user : users) {
            List<Standing.Seen> rooms = new ArrayList<>();
            JsonArray memberships = byUser.getJsonArray(user, new JsonArray());
            for (int i = 0; i < memberships.size(); i++) {
                rooms.add(seen(memberships.getJsonObject(i)));
            }
            found.add(rooms);
        }
        return found;
    }

    private static Standing.Seen seen(JsonObject standing) {
        return new Standing.Seen(
                UUID.fromString(standing.getString("room")),
                standing.getString("epoch"),
                standing.getLong("sequence"),
                role(standing.getString("role")));
    }

    private static @Nullable Role role(@Nullable String label) {
        for (Role role : Role.values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        return null;
    }
}
