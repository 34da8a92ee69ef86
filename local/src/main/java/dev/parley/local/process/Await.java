package dev.parley.local.process;

import dev.parley.local.LocalFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition of another process, by looking, with a bound. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** Until {@code ready} holds; fails at the bound, or at once when the process ended. */
    public static void ready(ChildProcess process, Duration bound, BooleanSupplier ready) {
        var end = System.nanoTime() + bound.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new LocalFailure(process.command().name() + " ended while starting; see "
                        + process.command().log());
            }
            if (System.nanoTime() - end > 0) {
                throw new LocalFailure(process.command().name() + " was not ready after " + bound.toSeconds()
                        + " s; see " + process.command().log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while waiting", e);
        }
    }
}
