package dev.parley.gateway.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each of some things happened. Counted on the delivery thread, read on any.
 *
 * @param <K> what is counted
 */
public abstract class Tally<K extends Enum<K>> {
    private final Map<K, LongAdder> counts;

    Tally(Class<K> kinds) {
        counts = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counts.put(kind, new LongAdder());
        }
    }

    final void count(K kind) {
        adder(kind).increment();
    }

    public final long counted(K kind) {
        return adder(kind).sum();
    }

    private LongAdder adder(K kind) {
        return Objects.requireNonNull(counts.get(kind), "every kind has its count");
    }
}
