package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConnectionAgeTest {
    private static final long OPENED = 1_000_000;
    private static final int CONNECTIONS = 10_000;
    private static final long SEED = 7;

    @Test
    void those_who_came_together_leave_within_two_fifths_of_the_age_and_evenly() {
        var random = new SplittableRandom(SEED);
        var age = new ConnectionAge(Duration.ofHours(1), () -> random);
        long[] millis = LongStream.generate(() -> age.endsAtMillis(OPENED) - OPENED)
                .limit(CONNECTIONS)
                .toArray();

        LongSummaryStatistics ages = LongStream.of(millis).summaryStatistics();
        assertThat(ages.getMin())
                .isBetween(
                        Duration.ofMinutes(48).toMillis(),
                        Duration.ofMinutes(49).toMillis());
        assertThat(ages.getMax())
                .isBetween(
                        Duration.ofMinutes(71).toMillis(),
                        Duration.ofMinutes(72).toMillis());
        for (int minute = 48; minute < 72; minute++) {
            long from = Duration.ofMinutes(minute).toMillis();
            long to = Duration.ofMinutes(minute + 1).toMillis();
            assertThat(LongStream.of(millis)
                            .filter(one -> one >= from && one < to)
                            .count())
                    .as("connections that leave in minute %d", minute)
                    .isBetween(CONNECTIONS / 24L * 3 / 4, CONNECTIONS / 24L * 5 / 4);
        }
    }

    @Test
    void without_an_age_they_last_as_long_as_they_like() {
        var age = new ConnectionAge(null, () -> new SplittableRandom(SEED));

        assertThat(age.endsAtMillis(OPENED)).isEqualTo(Long.MAX_VALUE);
    }
}
