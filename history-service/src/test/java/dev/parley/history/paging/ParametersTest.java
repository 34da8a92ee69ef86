package dev.parley.history.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.history.problems.ProblemException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void a_limit_that_is_not_given_is_the_default() {
        assertThat(parameters(Map.of()).limit(200, 50)).isEqualTo(50);
        assertThat(parameters(Map.of("limit", "")).limit(200, 50)).isEqualTo(50);
    }

    @Test
    void a_limit_may_be_anything_from_one_to_the_most() {
        assertThat(parameters(Map.of("limit", "1")).limit(200, 50)).isEqualTo(1);
        assertThat(parameters(Map.of("limit", "200")).limit(200, 50)).isEqualTo(200);
    }

    @Test
    void a_wrong_limit_is_refused_by_name() {
        for (String wrong : new String[] {"0", "201", "-1", "+5", "5.0", "x", "٣", "99999999999999999999"}) {
            assertRefused("limit", () -> parameters(Map.of("limit", wrong)).limit(200, 50));
        }
    }

    @Test
    void a_sequence_is_a_number_from_its_least_on() {
        assertThat(parameters(Map.of("after", "0")).sequence("after", 0)).contains(0L);
        assertThat(parameters(Map.of("after", "9223372036854775807")).sequence("after", 0))
                .contains(Long.MAX_VALUE);
        assertThat(parameters(Map.of()).sequence("after", 0)).isEmpty();
        assertRefused("before", () -> parameters(Map.of("before", "0")).sequence("before", 1));
        assertRefused(
                "after",
                () -> parameters(Map.of("after", "9223372036854775808")).sequence("after", 0));
    }

    @Test
    void a_flag_is_true_or_false_and_nothing_else() {
        assertThat(parameters(Map.of()).flag("changes")).isFalse();
        assertThat(parameters(Map.of("changes", "true")).flag("changes")).isTrue();
        assertThat(parameters(Map.of("changes", "false")).flag("changes")).isFalse();
        assertRefused("changes", () -> parameters(Map.of("changes", "1")).flag("changes"));
    }

    @Test
    void a_text_is_refused_if_the_database_can_not_hold_it_or_it_is_too_long() {
        assertThat(parameters(Map.of("q", "aé😀")).text("q", 3)).contains("aé😀");
        assertRefused("q", () -> parameters(Map.of("q", "aé😀b")).text("q", 3));
        assertRefused("q", () -> parameters(Map.of("q", "a\0b")).text("q"));
    }

    static void assertRefused(String parameter, ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(call).satisfies(refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(400);
            assertThat(refusal.problem().parameter()).isEqualTo(parameter);
        });
    }

    static Parameters parameters(Map<String, String> query) {
        return new Parameters(query::get);
    }
}
