package dev.parley.system.faults.fault;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/**
 * Something to break.
 *
 * @param name as the option {@code --faults} takes it
 * @param touches what it breaks; two faults that touch the same are never on at once
 * @param least how long it lasts at least
 * @param most how long it lasts at most
 * @param breaking breaks, and returns what mends
 */
public record Fault(String name, Set<String> touches, Duration least, Duration most, Breaking breaking) {
    public Fault {
        touches = Set.copyOf(touches);
    }

    /** Breaks one thing; the random choice is which, where there are several. */
    @FunctionalInterface
    public interface Breaking {
        Runnable breakOne(Random random);
    }

    Duration length(Random random) {
        long spread = most.minus(least).toMillis();
        return least.plusMillis(spread == 0 ? 0 : random.nextLong(spread));
    }
}
