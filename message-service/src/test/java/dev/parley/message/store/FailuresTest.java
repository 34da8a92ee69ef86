package dev.parley.message.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.sequencing.StoreFailure;
import dev.parley.message.sequencing.StoreFailure.Kind;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "23505, CLASH",
        "23503, CLASH",
        "40001, CLASH",
        "40P01, CLASH",
        "22021, OFFENCE",
        "54000, OFFENCE",
        "23514, OFFENCE",
        "55P03, AWAY",
        "57P01, AWAY",
        "53300, AWAY",
        "08006, AWAY",
        "42P01, AWAY",
        "25P03, AWAY",
        "28P01, AWAY"
    })
    void what_postgresql_says_tells_whose_fault_it_is(String sqlState, Kind kind) {
        Throwable failure =
                new IllegalStateException("wrapped", new PgException("made to fail", "ERROR", sqlState, "detail"));
        assertThat(Failures.failure(failure).kind()).isEqualTo(kind);
    }

    @Test
    void a_lost_connection_is_waited_for() {
        assertThat(Failures.failure(new IllegalStateException(new IOException("reset")))
                        .kind())
                .isEqualTo(Kind.AWAY);
    }

    @Test
    void a_mistake_in_a_program_is_tried_again_and_not_for_ever() {
        assertThat(Failures.failure(new IllegalStateException(new NullPointerException()))
                        .kind())
                .isEqualTo(Kind.CLASH);
    }

    @Test
    void what_was_decided_already_is_passed_on() {
        StoreFailure known = new StoreFailure(Kind.OFFENCE, new IllegalStateException());
        assertThat(Failures.failure(new IllegalStateException(known))).isSameAs(known);
    }
}
