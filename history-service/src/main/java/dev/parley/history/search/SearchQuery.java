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
 * What is searched for, and the statements that find it. Only messages of rooms that the caller is a member of are ever
 * looked at: {@code $1} is the caller in every statement.
 *
 * <p>A common word is best found by walking back from the newest message, a rare one by the index of words. PostgreSQL
 * would choose by how often it believes the word to stand in all messages together, and a walk that was chosen for a word
 * that is rarer than believed, or stands in old messages only, goes through all there is. So each room is walked back a
 * bounded way first, and only what that did not settle is asked of the index.
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

    /** How many messages are walked past in all rooms together, unless there are very many: some ten milliseconds. */
    static final int WALKED_MAX = 20_000;

    static final int WALKED_IN_A_ROOM_MAX = 5_000;
    static final int WALKED_IN_A_ROOM_MIN = 100;

    private static final String COLUMNS =
            "m.room, m.sequence, m.by_id, coalesce(p.name, m.by_id) as by_name, m.at, m.text, m.reply_to, m.edited_at\n";

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

    /**
     * Finds among the newest messages of each room. Only what is newer than all that was not looked at is an answer;
     * {@code complete} says that there is nothing else, in a row without a message if there is none at all. Its parameters
     * are {@link #parameters}.
     */
    String amongNewest() {
        return """
                with mine as materialized (%1$s),
                width as materialized (
                  select greatest(%2$d, least(%3$d, %4$d / greatest(count(*), 1))) as messages from mine),
                found as materialized (
                  select n.* from mine cross join lateral (
                    select * from (
                      select * from message m where m.room = mine.room%5$s
                      order by m.at desc, m.sequence desc limit (select messages from width)) m
                    where %6$s
                    order by m.at desc, m.sequence desc limit $%7$d) n),
                unseen as materialized (
                  select max(n.at) as newest from mine cross join lateral (
                    select m.at from message m where m.room = mine.room%5$s
                    order by m.at desc, m.sequence desc offset (select messages from width) limit 1) n)
                select unseen.newest is null as complete, %8$s
                from unseen
                left join found m on unseen.newest is null or m.at > unseen.newest
                left join person p on p.id = m.by_id
                order by m.at desc, m.room desc, m.sequence desc limit $%7$d
                """.formatted(
                        roomsOfCaller(),
                        WALKED_IN_A_ROOM_MIN,
                        WALKED_IN_A_ROOM_MAX,
                        WALKED_MAX,
                        behind(),
                        matching(),
                        limitParameter(),
                        COLUMNS);
    }

    /**
     * Finds all there is, in the same order and with the same parameters. Ordered by what no index has, so that nothing is
     * walked through.
     */
    String amongAll() {
        String inRoom = room == null ? "" : " and m.room = $3";
        return """
                select true as complete, %s
                from message m
                left join person p on p.id = m.by_id
                where m.room in (%s)%s%s and %s
                order by m.at + interval '0' desc, m.room desc, m.sequence desc limit $%d
                """.formatted(COLUMNS, roomsOfCaller(), inRoom, behind(), matching(), limitParameter());
    }

    private String roomsOfCaller() {
        return "select room from member where user_id = $1" + (room == null ? "" : " and room = $3");
    }

    private String matching() {
        return "m.search @@ websearch_to_tsquery('simple', $2) and m.deleted_at is null"
                + (by == null ? "" : " and m.by_id = $" + byParameter());
    }

    private String behind() {
        int first = placeParameter();
        return before == null
                ? ""
                : " and (m.at, m.room, m.sequence) < ($%d, $%d, $%d)".formatted(first, first + 1, first + 2);
    }

    private int byParameter() {
        return room == null ? 3 : 4;
    }

    private int placeParameter() {
        return by == null ? byParameter() : byParameter() + 1;
    }

    private int limitParameter() {
        return before == null ? placeParameter() : placeParameter() + 3;
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
        if (before != null) {
            parameters
                    .addOffsetDateTime(before.at().atOffset(ZoneOffset.UTC))
                    .addUUID(before.room())
                    .addLong(before.sequence());
        }
        return parameters.addInteger(limit + 1);
    }
}
