package dev.parley.history.gateways;

import dev.parley.contract.ProblemKind;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.access.Standings;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code POST /internal/memberships}: the rooms of these users.
 *
 * <p>Asked {@code {"users":["ada"]}} it answers
 * {@code {"users":{"ada":[{"room":…,"epoch":…,"sequence":58,"kind":"public","role":"owner"}]}}}; a user who is a member
 * nowhere, or unknown, has an empty list. All of an answer is one snapshot.
 */
@ApplicationScoped
public class MembershipsAnswer {
    /** Ten thousand users with fifty rooms each; more is a refusal, never a list with a part missing. */
    private static final int ROWS_MAX = 500_000;

    private final Standings standings;

    MembershipsAnswer(Standings standings) {
        this.standings = standings;
    }

    Uni<Buffer> answer(Buffer body) {
        List<String> users = InternalBody.users(body);
        return standings.ofMembers(users, ROWS_MAX + 1).map(rows -> {
            if (rows.size() > ROWS_MAX) {
                throw ProblemException.of(
                        ProblemKind.TOO_LARGE, "More than " + ROWS_MAX + " memberships; ask for fewer users at once.");
            }
            return json(users, rows);
        });
    }

    private static Buffer json(List<String> users, List<RoomStanding> rows) {
        Map<String, List<RoomStanding>> byUser = new TreeMap<>();
        users.forEach(user -> byUser.put(user, new ArrayList<>()));
        for (RoomStanding row : rows) {
            byUser.computeIfAbsent(row.user(), none -> new ArrayList<>()).add(row);
        }
        return InternalJson.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("users");
            for (Map.Entry<String, List<RoomStanding>> user : byUser.entrySet()) {
                json.writeArrayFieldStart(user.getKey());
                for (RoomStanding standing : user.getValue()) {
                    json.writeStartObject();
                    json.writeStringField("room", standing.room().toString());
                    InternalJson.standing(json, standing);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
