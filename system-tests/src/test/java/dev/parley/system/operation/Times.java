package dev.parley.system.operation;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Durations, gathered by many threads. */
final class Times {
    private static final double MILLIS = 1e6;

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long passedNanos) {
        nanos.add(passedNanos);
    }

    int count() {
        return nanos.size();
    }

    /** Forgets all, for a new phase. */
    void clear() {
        nanos.clear();
    }

    /** @param share 0.5 for the median, 1 for the worst */
    double millis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / MILLIS;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.0f ms, p99 %.0f ms, worst %.0f ms (%d)",
                millis(0.5),
                millis(0.99),
                millis(1),
                count());
    }
}
