package dev.parley.history.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.ProblemKind;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
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
    void a_token_that_cannot_be_checked_is_not_called_wrong() {
        assertThat(IdentityProviderAway.isCauseOf(new AuthenticationFailedException(new ConnectException())))
                .isTrue();
        assertThat(IdentityProviderAway.isCauseOf(new AuthenticationFailedException(new OIDCException("away"))))
                .isTrue();
        assertThat(IdentityProviderAway.isCauseOf(new AuthenticationFailedException("no such signature")))
                .isFalse();
        assertThat(IdentityProviderAway.isCauseOf(new RuntimeException(new ConnectException())))
                .as("that is the database's")
                .isFalse();
    }

    @Test
    void our_own_fault_keeps_its_insides() {
        Problem problem = Problems.of(new IllegalStateException("select secret from room"));
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).doesNotContain("secret");
    }
}
