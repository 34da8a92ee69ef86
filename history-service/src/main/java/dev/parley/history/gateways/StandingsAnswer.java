package dev.parley.history.gateways;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.RoomIds;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.access.Standings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code POST /internal/standings}: may these users see these rooms, and where do the rooms stand.
 *
 * <p>Asked {@code {"pairs":[{"room":…,"user":"ada"}]}} it answers
 * {@code {"standings":[{"room":…,"user":"ada","visible":true,"epoch":…,"sequence":58,"kind":"public","role":null}]}} in
 * the order of the pairs; where {@code visible} is false the other fields are left out. All of an answer is one snapshot.
 */
@ApplicationScoped
public class StandingsAnswer {
    private final Standings standings;

    StandingsAnswer(Standings standings) {
        this.standings = standings;
    }

    Uni<Buffer> answer(Buffer body) {
        List<AskedPair> asked = InternalBody.pairs(body);
        List<Standings.Pair> known =
                asked.stream().flatMap(pair -> pair.known().stream()).toList();
        return standings.of(known).map(found -> json(asked, found));
    }

    /** Pairs whose room's id is malformed were not asked about, so what was found is shorter by them. */
    private static Buffer json(List<AskedPair> asked, List<Optional<RoomStanding>> found) {
        int[] places = places(asked);
        return InternalJson.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("standings");
            for (int i = 0; i < places.length; i++) {
                Optional<RoomStanding> standing = places[i] < 0 ? Optional.empty() : found.get(places[i]);
                write(json, asked.get(i), standing);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static int[] places(List<AskedPair> asked) {
        int[] next = {0};
        return IntStream.range(0, asked.size())
                .map(i -> asked.get(i).known().isPresent() ? next[0]++ : -1)
                .toArray();
    }

    private static void write(JsonGenerator json, AskedPair pair, Optional<RoomStanding> standing) throws IOException {
        json.writeStartObject();
        json.writeStringField("room", pair.room());
        json.writeStringField("user", pair.user());
        json.writeBooleanField("visible", standing.isPresent());
        if (standing.isPresent()) {
            InternalJson.standing(json, standing.get());
        }
        json.writeEndObject();
    }

    /** @param room as it was asked; perhaps no room's id */
    record AskedPair(String room, String user) {
        Optional<Standings.Pair> known() {
            return RoomIds.parse(room).map(id -> new Standings.Pair(id, user));
        }
    }
}
