package dev.parley.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTimesTest {
    @Test
    void times_always_have_three_digits_of_a_second() {
        assertThat(JsonTimes.text(Instant.parse("2026-11-22T18:00:00Z"))).isEqualTo("2026-11-22T18:00:00.000Z");
        assertThat(JsonTimes.text(Instant.parse("2026-11-22T18:00:00.123456Z"))).isEqualTo("2026-11-22T18:00:00.123Z");
    }
}
