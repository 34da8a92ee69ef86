package dev.parley.history.messages;

import dev.parley.history.access.Caller;
import dev.parley.history.database.Reads;
import dev.parley.history.messages.Message.Reaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reactions, counted for many messages at once. */
@ApplicationScoped
public class Reactions {
    private static final String COUNTED = """
            select message, emoji, count(*)::int as count, bool_or(user_id = $3) as mine
            from reaction
            where room = $1 and message = any($2::bigint[])
            group by message, emoji
            order by message, min(sequence)
            """;

    private final Reads reads;

    Reactions(Reads reads) {
        this.reads = reads;
    }

    /** By the message's sequence; a message without reactions is not in it. */
    Uni<Map<Long, List<Reaction>>> of(UUID room, List<Long> messages, Caller caller) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Tuple parameters = Tuple.tuple()
                .addUUID(room)
                .addArrayOfLong(messages.toArray(Long[]::new))
                .addString(caller.id());
        return reads.rows(
                        COUNTED,
                        parameters,
                        row -> new Counted(
                                row.getLong("message"),
                                new Reaction(row.getString("emoji"), row.getInteger("count"), row.getBoolean("mine"))))
                .map(Reactions::byMessage);
    }

    private static Map<Long, List<Reaction>> byMessage(List<Counted> counted) {
        Map<Long, List<Reaction>> reactions = new HashMap<>();
        for (Counted one : counted) {
            reactions.computeIfAbsent(one.message(), first -> new ArrayList<>()).add(one.reaction());
        }
        return reactions;
    }

    private record Counted(long message, Reaction reaction) {}
}
