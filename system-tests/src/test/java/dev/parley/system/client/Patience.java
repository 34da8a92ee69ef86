package dev.parley.system.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How long tests wait. A condition that comes true is noticed at once; these bounds are only met by failures. */
public final class Patience {
    /** For one answer, one event, one page. */
    public static final Duration USUAL = Duration.ofSeconds(30);

    /** For hundreds of messages, or for what a timer of the server decides. */
    public static final Duration LONG = Duration.ofSeconds(90);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private Patience() {}

    /** Waits for something that nobody announces, such as the clock or another process, by looking again and again. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain: " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
