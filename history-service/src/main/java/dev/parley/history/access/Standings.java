package dev.parley.history.access;

import dev.parley.history.database.Reads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Standings of many users in many rooms, one statement each time. */
@ApplicationScoped
public class Standings {
    /** Open rooms may be seen by anybody, others by their members; by nobody who is banned. */
    private static final String OF_PAIRS = """
            select r.id as room, p.user_id, r.epoch, r.sequence, r.kind, m.role,
                   r.id is not null and b.room is null
                     and (m.room is not null or r.kind in ('public', 'announcement')) as visible
            from unnest($1::uuid[], $2::text[]) with ordinality as p(room, user_id, place)
            left join room r on r.id = p.room
            left join member m on m.room = p.room and m.user_id = p.user_id
            left join ban b on b.room = p.room and b.user_id = p.user_id
            order by p.place
            """;

    private static final String OF_USERS = """
            select m.room, m.user_id, r.epoch, r.sequence, r.kind, m.role
            from member m
            join room r on r.id = m.room
            where m.user_id = any($1::text[])
            order by m.user_id, m.room
            limit $2
            """;

    private final Reads reads;

    Standings(Reads reads) {
        this.reads = reads;
    }

    /** In the order of the pairs; empty where the user may not see the room, or there is none. */
    public Uni<List<Optional<RoomStanding>>> of(List<Pair> pairs) {
        UUID[] rooms = pairs.stream().map(Pair::room).toArray(UUID[]::new);
        String[] users = pairs.stream().map(Pair::user).toArray(String[]::new);
        return reads.rows(
                OF_PAIRS,
                Tuple.tuple().addArrayOfUUID(rooms).addArrayOfString(users),
                row -> row.getBoolean("visible") ? Optional.of(standing(row)) : Optional.empty());
    }

    /** Every membership of these users, by user and then by room, and not more than {@code rowsMax} of them. */
    public Uni<List<RoomStanding>> ofMembers(List<String> users, int rowsMax) {
        Tuple parameters =
                Tuple.tuple().addArrayOfString(users.toArray(String[]::new)).addInteger(rowsMax);
        return reads.rows(OF_USERS, parameters, Standings::standing);
    }

    private static RoomStanding standing(Row row) {
        return new RoomStanding(
                row.getUUID("room"),
                row.getString("user_id"),
                row.getString("epoch"),
                row.getLong("sequence"),
                row.getString("kind"),
                row.getString("role"));
    }

    /** Somebody and a room that may or may not be theirs. */
    public record Pair(UUID room, String user) {}
}
