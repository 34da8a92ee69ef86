package dev.parley.history.search;

import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import dev.parley.history.paging.Parameters;
import dev.parley.history.paging.Range;
import dev.parley.history.paging.TimeCursor;
import dev.parley.history.problems.ProblemException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for, and the statement that finds it. Only messages of rooms that the caller is a member of are ever
 * looked at: {@code $1} is the caller in every statement.
 *
 * @param words as {@code websearch_to_tsquery} reads them: words, "phrases", or, -without
 * @param room only in this room
 * @param by only of this author
 * @param before only what stands behind this place, from the newest on
 */
record SearchQuery(
        String words,
        @Nullable UUID room,
        @Nullable String by,
        @Nullable TimeCursor before,
        int limit) {
    static final String BY = "by";
    static final String ROOM = "room";
    static final int WORDS_CODE_POINTS_MAX = 256;

    /** Orders that indexes have, so that a common word is found by walking back from the newest message. */
    private static final String NEWEST_OF_ALL = "order by m.at desc, m.room desc, m.sequence desc\n";

    private static final String NEWEST_OF_ROOM = "order by m.sequence desc\n";

    static SearchQuery parse(Parameters parameters, int limitMax, int limitDefault) {
        String words = parameters
                .text("q", WORDS_CODE_POINTS_MAX)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> ProblemException.badParameter("q", "must say what to search for"));
        Optional<UUID> room =
                parameters.text(ROOM).map(id -> RoomIds.parse(id).orElseThrow(ProblemException::noSuchRoom));
        Optional<TimeCursor> before =
                parameters.text(Range.BEFORE).map(cursor -> TimeCursor.parse(Range.BEFORE, cursor));
        if (room.isPresent() && before.isPresent() && !before.get().room().equals(room.get())) {
            throw ProblemException.badParameter(Range.BEFORE, "must be a cursor from a search in the same room");
        }
        return new SearchQuery(
                words,
                room.orElse(null),
                parameters.text(BY, Person.ID_MAX_CHARACTERS).orElse(null),
                before.orElse(null),
                parameters.limit(limitMax, limitDefault));
    }

    /** Its parameters are {@link #parameters}, in the same order. */
    String sql() {
        StringBuilder sql = new StringBuilder("""
                select m.room, m.sequence, m.by_id, coalesce(p.name, m.by_id) as by_name, m.at, m.text, m.reply_to,
                       m.edited_at
                from message m
                left join person p on p.id = m.by_id
                where m.room in (select room from member where user_id = $1)
                  and m.search @@ websearch_to_tsquery('simple', $2)
                  and m.deleted_at is null
                """);
        int next = 3;
        if (room != null) {
            sql.append("  and m.room = $").append(next++).append('\n');
        }
        if (by != null) {
            sql.append("  and m.by_id = $").append(next++).append('\n');
        }
        if (before != null && room != null) {
            sql.append("  and m.sequence < $").append(next++).append('\n');
        } else if (before != null) {
            sql.append("  and (m.at, m.room, m.sequence) < ($%d, $%d, $%d)\n".formatted(next++, next++, next++));
        }
        return sql.append(room == null ? NEWEST_OF_ALL : NEWEST_OF_ROOM)
                .append("limit $")
                .append(next)
                .toString();
    }

    /** One more than the limit is asked for: it tells whether there is another page. */
    Tuple parameters(String caller) {
        Tuple parameters = Tuple.of(caller, words);
        if (room != null) {
            parameters.addUUID(room);
        }
        if (by != null) {
            parameters.addString(by);
        }
        if (before != null && room != null) {
            parameters.addLong(before.sequence());
        } else if (before != null) {
            parameters
                    .addOffsetDateTime(before.at().atOffset(ZoneOffset.UTC))
                    .addUUID(before.room())
                    .addLong(before.sequence());
        }
        return parameters.addInteger(limit + 1);
    }
}
