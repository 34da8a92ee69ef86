package dev.parley.history.events;

import dev.parley.history.database.Reads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rooms' logs as message-service wrote them. Asks nobody for permission: its callers have done so. */
@ApplicationScoped
public class EventLog {
    private static final String HEAD = "select epoch, sequence from room where id = $1";

    private static final String AFTER = """
            select sequence, type, affected, body
            from event
            where room = $1 and sequence > $2
            order by sequence
            limit $3
            """;

    private static final String CHANGES = """
            select sequence, type, affected, body
            from event
            where room = $1 and sequence > $2 and sequence < $3 and (type like 'room.%' or type like 'member.%')
            order by sequence desc
            limit $4
            """;

    private final Reads reads;

    EventLog(Reads reads) {
        this.reads = reads;
    }

    /** Where the log stands; empty if there is no such room. */
    public Uni<Optional<Head>> head(UUID room) {
        return reads.rows(HEAD, Tuple.of(room), row -> new Head(row.getString("epoch"), row.getLong("sequence")))
                .map(rows -> rows.stream().findFirst());
    }

    /** In the order of the log, at most {@code limit} of them. */
    public Uni<List<LoggedEvent>> after(UUID room, long sequence, int limit) {
        return reads.rows(AFTER, Tuple.of(room, sequence, limit), EventLog::event);
    }

    /**
     * What happened between two places to the room and to who is in it, rather than to its messages: in the order of the
     * log, the last {@code limit} of them.
     */
    public Uni<List<LoggedEvent>> changes(UUID room, long after, long before, int limit) {
        return reads.rows(CHANGES, Tuple.of(room, after, before, limit), EventLog::event)
                .map(List::reversed);
    }

    private static LoggedEvent event(Row row) {
        return new LoggedEvent(
                row.getLong("sequence"), row.getString("type"), row.getString("affected"), row.getString("body"));
    }

    /** The epoch, and the sequence of the last event. */
    public record Head(String epoch, long sequence) {}

    /**
     * @param affected id of the user whose membership the event changes
     * @param body the event's JSON, one line, as it was published
     */
    public record LoggedEvent(
            long sequence, String type, @Nullable String affected, String body) {}
}
