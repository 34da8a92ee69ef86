package dev.parley.history.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.OIDCException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void a_room_that_may_not_be_seen_and_one_that_is_not_there_read_the_same() {
        assertThat(ProblemException.noSuchRoom().problem())
                .isEqualTo(Problem.of(ProblemKind.NOT_FOUND, "There is no such room."));
    }

    @Test
    void what_is_away_is_unavailable() {
        assertThat(Problems.of(new RuntimeException(new ConnectException())).status())
                .isEqualTo(503);
        assertThat(Problems.of(new OIDCException("away")).status()).isEqualTo(503);
    }

    @Test
    void our_own_fault_keeps_its_insides() {
        Problem problem = Problems.of(new IllegalStateException("select secret from room"));
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).doesNotContain("secret");
    }

    @Test
    void statuses_that_have_no_kind_of_their_own_are_invalid_or_internal() {
        assertThat(ProblemKind.ofStatus(414)).isEqualTo(ProblemKind.INVALID);
        assertThat(ProblemKind.ofStatus(502)).isEqualTo(ProblemKind.INTERNAL);
        assertThat(ProblemKind.ofStatus(404)).isEqualTo(ProblemKind.NOT_FOUND);
    }
}
