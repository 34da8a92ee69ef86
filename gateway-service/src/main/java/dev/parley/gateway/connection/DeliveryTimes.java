package dev.parley.gateway.connection;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code parley_delivery_seconds}: from a gateway's receipt of a command to when another's event loop, or the same one's,
 * has written its event to the sockets.
 *
 * <p>Each receiver counts, and yet recording costs once for a frame and event loop however many they are: that is why it
 * is a histogram of our own, as Micrometer's count one at a time. The two times are read on two machines where two
 * gateways are involved; their clocks' difference is in the figure, and what would be negative counts as nothing.
 */
@Singleton
final class DeliveryTimes extends Collector {
    private static final String NAME = "parley_delivery_seconds";
    private static final String HELP =
            "From a gateway's receipt of a command to the write of its event to a socket, for each receiver";
    private static final double MILLIS_PER_SECOND = 1000;

    /** Upper bounds, inclusive. The finest steps are where a promise about the time would be made. */
    private static final long[] BOUNDS_MILLIS = {
        1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000
    };

    private final LongAdder[] counts = new LongAdder[BOUNDS_MILLIS.length + 1];
    private final LongAdder sumMillis = new LongAdder();

    DeliveryTimes() {
        Arrays.setAll(counts, _ -> new LongAdder());
    }

    @Inject
    DeliveryTimes(PrometheusMeterRegistry metrics) {
        this();
        metrics.getPrometheusRegistry().register(this);
    }

    /** Any thread. */
    void record(long millis, int receivers) {
        long passed = Math.max(0, millis);
        int bucket = 0;
        while (bucket < BOUNDS_MILLIS.length && passed > BOUNDS_MILLIS[bucket]) {
            bucket++;
        }
        counts[bucket].add(receivers);
        sumMillis.add(passed * receivers);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(counts.length + 2);
        long below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            below += counts[bucket].sum();
            double bound = bucket < BOUNDS_MILLIS.length
                    ? BOUNDS_MILLIS[bucket] / MILLIS_PER_SECOND
                    : Double.POSITIVE_INFINITY;
            samples.add(new MetricFamilySamples.Sample(
                    NAME + "_bucket", List.of("le"), List.of(doubleToGoString(bound)), below));
        }
        samples.add(new MetricFamilySamples.Sample(NAME + "_count", List.of(), List.of(), below));
        samples.add(new MetricFamilySamples.Sample(
                NAME + "_sum", List.of(), List.of(), sumMillis.sum() / MILLIS_PER_SECOND));
        return List.of(new MetricFamilySamples(NAME, Type.HISTOGRAM, HELP, samples));
    }
}
