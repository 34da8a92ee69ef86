package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class DeliveryTimesTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DeliveryTimes times = new DeliveryTimes(metrics);

    @Test
    void every_receiver_of_a_frame_counts() {
        times.record(20, 1_000);
        times.record(21, 1);
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"0.01\",}")).isZero();
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"0.02\",}")).isEqualTo(1_000);
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"0.035\",}")).isEqualTo(1_001);
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"+Inf\",}")).isEqualTo(1_001);
        assertThat(scraped("parley_delivery_seconds_count")).isEqualTo(1_001);
        assertThat(scraped("parley_delivery_seconds_sum")).isEqualTo(20.021);
    }

    @Test
    void what_took_longer_than_the_last_bound_is_in_the_last_bucket_alone() {
        times.record(31_000, 2);
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"30.0\",}")).isZero();
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"+Inf\",}")).isEqualTo(2);
    }

    @Test
    void a_command_from_a_clock_that_is_ahead_took_no_time() {
        times.record(-5, 3);
        assertThat(scraped("parley_delivery_seconds_bucket{le=\"0.001\",}")).isEqualTo(3);
        assertThat(scraped("parley_delivery_seconds_sum")).isZero();
    }

    private double scraped(String series) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(series + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + metrics.scrape()));
    }
}
