package dev.parley.history.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
    @Test
    void a_lost_connection_is_the_database_away_however_deep_it_lies() {
        Throwable failure = new IllegalStateException(new CompletionException(new ConnectException("refused")));
        assertThat(DatabaseAway.isCauseOf(failure)).isTrue();
        assertThat(DatabaseAway.describe(failure)).isEqualTo("ConnectException");
    }

    @Test
    void a_shutdown_and_a_statement_given_up_are_too() {
        assertThat(DatabaseAway.isCauseOf(refused("57P01"))).isTrue();
        assertThat(DatabaseAway.isCauseOf(refused("53300"))).isTrue();
        assertThat(DatabaseAway.tookTooLong(new CompletionException(refused("57014"))))
                .isTrue();
    }

    @Test
    void a_wrong_statement_is_our_own_fault() {
        assertThat(DatabaseAway.isCauseOf(refused("42601"))).isFalse();
        assertThat(DatabaseAway.isCauseOf(new NullPointerException())).isFalse();
        assertThat(DatabaseAway.tookTooLong(refused("57P01"))).isFalse();
    }

    private static PgException refused(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, "");
    }
}
