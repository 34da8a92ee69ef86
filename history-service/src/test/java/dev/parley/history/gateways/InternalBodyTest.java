package dev.parley.history.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.history.gateways.StandingsAnswer.AskedPair;
import dev.parley.history.problems.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class InternalBodyTest {
    @Test
    void users_are_read_in_their_order() {
        assertThat(InternalBody.users(Buffer.buffer("{\"users\":[\"b\",\"a\"],\"more\":1}")))
                .containsExactly("b", "a");
    }

    @Test
    void a_pair_may_name_a_room_that_is_none() {
        assertThat(InternalBody.pairs(Buffer.buffer("{\"pairs\":[{\"room\":\"x\",\"user\":\"a\"}]}")))
                .containsExactly(new AskedPair("x", "a"))
                .allSatisfy(pair -> assertThat(pair.known()).isEmpty());
    }

    @Test
    void another_shape_is_refused() {
        for (String wrong : new String[] {
            "",
            "x",
            "[]",
            "{}",
            "{\"users\":{}}",
            "{\"users\":[1]}",
            "{\"users\":[\"\"]}",
            "{\"users\":[\"\\u0000\"]}",
            "{\"users\":[\"" + "x".repeat(256) + "\"]}",
            "[".repeat(10_000)
        }) {
            assertRefused(400, wrong);
        }
    }

    @Test
    void too_many_at_once_are_refused() {
        String many = String.join(",", Collections.nCopies(InternalBody.ENTRIES_MAX + 1, "\"u\""));
        assertRefused(413, "{\"users\":[" + many + "]}");
    }

    private static void assertRefused(int status, String body) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> InternalBody.users(Buffer.buffer(body)))
                .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(status));
    }
}
