package dev.parley.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import org.junit.jupiter.api.Test;

class CommandRateTest {
    @Test
    void a_burst_passes_and_what_comes_after_it_is_told_when_to_come_again() {
        CommandRate rate = new CommandRate(new Limits(1, 1, 1, 1, 1, 1, 1, 3, 1, 1));
        int passed = 0;
        int retryAfterSeconds = 0;
        for (int i = 0; i < 100 && retryAfterSeconds == 0; i++) {
            retryAfterSeconds = rate.retryAfterSeconds("alice");
            passed += retryAfterSeconds == 0 ? 1 : 0;
        }

        assertThat(passed).isGreaterThanOrEqualTo(3);
        assertThat(retryAfterSeconds).isEqualTo(1);
        assertThat(rate.retryAfterSeconds("bob")).as("others are not concerned").isZero();
    }
}
