package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a read takes from the tables, as the database counts it, in a room that is a thousand times longer than a page. A
 * statement that lost its index, or an index its order, takes the whole room.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadCostIT {
    private static final int MESSAGES = 50_000;
    private static final int PAGE = 50;
    /** One more than the page is read: it tells whether there is another. */
    private static final int PAGE_ROWS = PAGE + 1;

    private static final int REQUESTS = 20;
    /** Words stand in every tenth message, in every thousandth, and in one. */
    private static final int COMMON = 10;

    private static final int MIDDLING = 1_000;

    @RegisterExtension
    final Conversation chat = new Conversation();

    private final UUID room = UUID.randomUUID();
    /** Letters that no other test's words begin with. */
    private final String own = "cost" + room.toString().replace("-", "");

    @BeforeAll
    void aliceHasALongRoom() throws SQLException {
        try (Connection database = chat.system().database();
                Statement statement = database.createStatement()) {
            statement.execute("insert into room values ('" + room + "', 'private', 'long', null, 'e', " + MESSAGES
                    + ", 1, 1, now())");
            statement.execute("insert into member values ('" + room + "', '"
                    + chat.alice().id() + "', 'owner', 1, 0)");
            statement.execute("""
                    insert into message (room, sequence, by_id, at, text, mentions)
                    select '%1$s', n, 'somebody', now() - (%2$d - n) * interval '1 second',
                      '%3$sc' || n %% %4$d || ' %3$sm' || n %% %5$d || ' %3$sn' || n, '{}'
                    from generate_series(1, %2$d) n
                    """.formatted(room, MESSAGES, own, COMMON, MIDDLING));
            statement.execute("""
                    insert into event (room, sequence, type, at, by_id, command_id, body)
                    select '%s', n, 'message.posted', now(), 'somebody', 'c' || n,
                      '{"sequence":' || n || ',"type":"message.posted"}'
                    from generate_series(1, %d) n
                    """.formatted(room, MESSAGES));
            statement.execute("vacuum (analyze) message");
            statement.execute("vacuum (analyze) event");
        }
    }

    @AfterAll
    void theRoomIsGone() throws SQLException {
        try (Connection database = chat.system().database();
                Statement statement = database.createStatement()) {
            for (String table : new String[] {"message", "event", "member"}) {
                statement.execute("delete from " + table + " where room = '" + room + "'");
            }
            statement.execute("delete from room where id = '" + room + "'");
        }
    }

    @Test
    void aPageOfMessagesTakesAPage() throws SQLException {
        assertThat(rowsOfEach("message", PAGE_ROWS, messages(""))).isEqualTo(PAGE_ROWS);
    }

    @Test
    void aPageInTheMiddleOfTheMessagesTakesAPage() throws SQLException {
        assertThat(rowsOfEach("message", PAGE_ROWS, messages("&before=" + MESSAGES / 2)))
                .isEqualTo(PAGE_ROWS);
        assertThat(rowsOfEach("message", PAGE_ROWS, messages("&after=" + MESSAGES / 2)))
                .isEqualTo(PAGE_ROWS);
        assertThat(rowsOfEach("message", PAGE_ROWS, messages("&around=" + MESSAGES / 2)))
                .isLessThanOrEqualTo(PAGE_ROWS + 1);
    }

    @Test
    void aPageOfTheLogTakesAPage() throws SQLException {
        assertThat(rowsOfEach(
                        "event", PAGE_ROWS, "/api/rooms/" + room + "/events?limit=" + PAGE + "&after=" + MESSAGES / 2))
                .isEqualTo(PAGE_ROWS);
    }

    @Test
    void aCommonWordIsFoundByWalkingBackFromTheNewestMessage() throws SQLException {
        assertThat(rowsOfEach("message", PAGE_ROWS, search("c7")))
                .as("and a tenth of those that it walks past")
                .isLessThanOrEqualTo((PAGE_ROWS + 1) * COMMON);
    }

    @Test
    void aRareWordIsFoundByTheIndexOfWords() throws SQLException {
        assertThat(rowsOfEach("message", 1, search("n" + MESSAGES / 2))).isEqualTo(1);
        assertThat(rowsOfEach("message", MESSAGES / MIDDLING, search("m77"))).isLessThanOrEqualTo(MESSAGES / MIDDLING);
    }

    private String messages(String more) {
        return "/api/rooms/" + room + "/messages?limit=" + PAGE + more;
    }

    private String search(String word) {
        return "/api/search?room=" + room + "&limit=" + PAGE + "&q=" + own + word;
    }

    /**
     * Asks many times, and waits until the database has counted all of it, which its sessions report late.
     *
     * @param atLeast rows that cannot be done without
     */
    private long rowsOfEach(String table, long atLeast, String pathAndQuery) throws SQLException {
        try (Connection database = chat.system().database()) {
            long before = rowsTaken(database, table);
            for (int i = 0; i < REQUESTS; i++) {
                chat.history()
                        .as(chat.alice().token())
                        .urlEncodingEnabled(false)
                        .get(pathAndQuery)
                        .then()
                        .statusCode(200);
            }
            Patience.until(
                    "the database has counted the reads",
                    Patience.LONG,
                    () -> rowsTaken(database, table) - before >= atLeast * REQUESTS);
            return (rowsTaken(database, table) - before) / REQUESTS;
        }
    }

    /** Rows that were read from the table in any way. */
    private static long rowsTaken(Connection database, String table) {
        try (PreparedStatement statement = database.prepareStatement(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname = ?")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError("the database does not say what was read", e);
        }
    }
}
