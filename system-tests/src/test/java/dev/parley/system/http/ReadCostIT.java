package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a read takes from the tables, as the database counts it, in a room that is a thousand times longer than a page. A
 * statement that lost its index, or an index its order, takes the whole room. And that what is not looked at is not missed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadCostIT {
    private static final int MESSAGES = 50_000;
    private static final int SHORT_MESSAGES = 40;
    private static final int PAGE = 50;
    /** One more than the page is read: it tells whether there is another. */
    private static final int PAGE_ROWS = PAGE + 1;

    private static final int REQUESTS = 20;
    /** Words stand in every other message, in every thousandth, and in one. */
    private static final int COMMON = 2;

    private static final int MIDDLING = 1_000;
    /** And one in every other message of the beginning, and in none since. */
    private static final int OLD_MESSAGES = MESSAGES / 10;
    /** What a search walks back from the newest message before it asks the index of words. */
    private static final int WALKED = 5_000;

    /** A session of the database that has nothing to do reports what it has read after ten seconds, if it is let. */
    private static final Duration REPORTED_WITHIN = Duration.ofSeconds(15);

    @RegisterExtension
    final Conversation chat = new Conversation();

    private final UUID room = UUID.randomUUID();
    private final UUID shortRoom = UUID.randomUUID();
    /** Letters that no other test's words begin with. */
    private final String own = "cost" + room.toString().replace("-", "");
    /** What was read of each table, by the last report. */
    private Map<String, Long> reported = Map.of();

    @BeforeAll
    void aliceHasALongRoomAndAShortOneAsOld() throws SQLException {
        try (Connection database = chat.system().database();
                Statement statement = database.createStatement()) {
            statement.execute("insert into room values ('" + room + "', 'private', 'long', null, 'e', " + MESSAGES
                    + ", 1, 1, now())");
            statement.execute("insert into member values ('" + room + "', '"
                    + chat.alice().id() + "', 'owner', 1, 0)");
            statement.execute("""
                    insert into message (room, sequence, by_id, at, text, mentions)
                    select '%1$s', n, 'somebody', now() - (%2$d - n) * interval '1 second',
                      '%3$sc' || n %% %4$d || ' %3$sm' || n %% %5$d || ' %3$sn' || n
                      || case when n <= %6$d and n %% 2 = 0 then ' %3$sold' else '' end, '{}'
                    from generate_series(1, %2$d) n
                    """.formatted(room, MESSAGES, own, COMMON, MIDDLING, OLD_MESSAGES));
            statement.execute("""
                    insert into event (room, sequence, type, at, by_id, command_id, body)
                    select '%s', n, 'message.posted', now(), 'somebody', 'c' || n,
                      '{"sequence":' || n || ',"type":"message.posted"}'
                    from generate_series(1, %d) n
                    """.formatted(room, MESSAGES));
            statement.execute("insert into room values ('" + shortRoom + "', 'private', 'short', null, 'e', "
                    + SHORT_MESSAGES + ", 1, 1, now())");
            statement.execute("insert into member values ('" + shortRoom + "', '"
                    + chat.alice().id() + "', 'owner', 1, 0)");
            statement.execute("""
                    insert into message (room, sequence, by_id, at, text, mentions)
                    select '%1$s', n, 'somebody', now() - (%2$d - n) * interval '%3$d milliseconds', '%4$sm77', '{}'
                    from generate_series(1, %2$d) n
                    """.formatted(shortRoom, SHORT_MESSAGES, 1_000L * MESSAGES / SHORT_MESSAGES, own));
            statement.execute("vacuum (analyze) message");
            statement.execute("vacuum (analyze) event");
        }
    }

    @AfterAll
    void theRoomIsGone() throws SQLException {
        try (Connection database = chat.system().database();
                Statement statement = database.createStatement()) {
            String both = "('" + room + "', '" + shortRoom + "')";
            for (String table : new String[] {"message", "event", "member"}) {
                statement.execute("delete from " + table + " where room in " + both);
            }
            statement.execute("delete from room where id in " + both);
        }
    }

    @Test
    void aPageTakesAPageWhereverItBegins() throws SQLException {
        Map<String, Long> rows = rowsOfEach(List.of(
                messages(""),
                messages("&before=" + MESSAGES / 2),
                messages("&after=" + MESSAGES / 2),
                messages("&around=" + MESSAGES / 2),
                "/api/rooms/" + room + "/events?limit=" + PAGE + "&after=" + MESSAGES / 2));

        // Around a message is a page with it in the middle, and one more at each end.
        assertThat(rows.get("message")).isBetween(4L * PAGE_ROWS, 4L * PAGE_ROWS + 1);
        assertThat(rows.get("event")).isEqualTo(PAGE_ROWS);
    }

    @Test
    void aCommonWordIsFoundByWalkingBackFromTheNewestMessageAndARareOneByTheIndexOfWords() throws SQLException {
        long middling = MESSAGES / MIDDLING;
        Map<String, Long> rows = rowsOfEach(List.of(search("c1"), search("m77"), search("n" + MESSAGES / 2)));

        assertThat(rows.get("message"))
                .as("rows in which the word is, and of the common one those that are walked past")
                .isBetween(PAGE_ROWS + middling + 1, PAGE_ROWS * (COMMON + 1L) + (WALKED + middling) + (WALKED + 1));
    }

    /** By its numbers the word is common, and a walk would soon have a page of it. */
    @Test
    void aWordOfLongAgoIsNotWalkedToThroughTheWholeRoom() throws SQLException {
        Map<String, Long> rows = rowsOfEach(List.of(search("old")));

        assertThat(rows.get("message")).isLessThanOrEqualTo(WALKED + OLD_MESSAGES / 2);
    }

    /**
     * Of the long room only the newest messages are walked past, and the short room's are older than some of the others. With
     * the limits the walk makes a part of a page that is shown, or one that is not worth it.
     */
    @Test
    void pagesLeadThroughBothRoomsByTime() throws SQLException {
        List<String> everything = inTime("m77");
        assertThat(everything).hasSize(MESSAGES / MIDDLING + SHORT_MESSAGES);

        assertThat(found("m77", 20)).isEqualTo(everything);
        assertThat(found("m77", 50)).isEqualTo(everything);
    }

    private List<String> found(String word, int limit) {
        String path = "/api/search?limit=" + limit + "&q=" + own + word;
        return new Pages(chat.history(), chat.alice().token())
                .follow(path, "next").stream()
                        .flatMap(page -> page.jsonPath().<Map<String, Object>>getList("messages").stream())
                        .map(message -> message.get("room") + " " + message.get("sequence"))
                        .toList();
    }

    /** Where the word stands, the newest first, by comparing texts. */
    private List<String> inTime(String word) throws SQLException {
        List<String> places = new ArrayList<>();
        try (Connection database = chat.system().database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select room, sequence from message where room in ('%s', '%s')
                        and ' ' || text || ' ' like '%% %s%s %%' order by at desc, room desc, sequence desc
                        """.formatted(room, shortRoom, own, word))) {
            while (rows.next()) {
                places.add(rows.getString(1) + " " + rows.getLong(2));
            }
        }
        return places;
    }

    private String messages(String more) {
        return "/api/rooms/" + room + "/messages?limit=" + PAGE + more;
    }

    private String search(String word) {
        return "/api/search?room=" + room + "&limit=" + PAGE + "&q=" + own + word;
    }

    /** Asks for all of them many times: the rows that one time took, by table. */
    private Map<String, Long> rowsOfEach(List<String> pathsAndQueries) throws SQLException {
        try (Connection database = chat.system().database()) {
            // What other tests read may be reported late.
            Map<String, Long> before = rowsTaken(database).equals(reported) ? reported : settled(database);
            for (int i = 0; i < REQUESTS; i++) {
                for (String pathAndQuery : pathsAndQueries) {
                    chat.history()
                            .as(chat.alice().token())
                            .urlEncodingEnabled(false)
                            .get(pathAndQuery)
                            .then()
                            .statusCode(200);
                }
            }
            Map<String, Long> rows = new HashMap<>(settled(database));
            rows.replaceAll((table, taken) -> (taken - before.getOrDefault(table, 0L)) / REQUESTS);
            return rows;
        }
    }

    /** What was read of each table, when the database has heard of all of it. */
    private Map<String, Long> settled(Connection database) {
        AtomicLong since = new AtomicLong(System.nanoTime());
        Patience.until("the database has counted the reads", Patience.LONG, () -> {
            Map<String, Long> taken = rowsTaken(database);
            if (!taken.equals(reported)) {
                reported = taken;
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > REPORTED_WITHIN.toNanos();
        });
        return reported;
    }

    /** Rows that were read from each table in any way. */
    private static Map<String, Long> rowsTaken(Connection database) {
        Map<String, Long> taken = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select relname, seq_tup_read + coalesce(idx_tup_fetch, 0)
                        from pg_stat_user_tables where relname in ('message', 'event')
                        """)) {
            while (rows.next()) {
                taken.put(rows.getString(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new AssertionError("the database does not say what was read", e);
        }
        return taken;
    }
}
