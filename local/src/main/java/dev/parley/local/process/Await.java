package dev.parley.local.process;

import dev.parley.local.LocalFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits for a condition of another process, by looking, with a bound. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** Until {@code ready} holds; fails at the bound, or at once when the process ended. */
    public static void ready(ChildProcess process, Duration bound, BooleanSupplier ready) {
        ready(process, List.of(), bound, ready);
    }

    /** As the other, and fails at once as well when one of those ended that the process needs. */
    public static void ready(
            ChildProcess process, Collection<ChildProcess> needed, Duration bound, BooleanSupplier ready) {
        var end = System.nanoTime() + bound.toNanos();
        while (!ready.getAsBoolean()) {
            requireAlive(process, " ended while starting; see ");
            needed.forEach(other -> requireAlive(other, " ended; see "));
            if (System.nanoTime() - end > 0) {
                throw new LocalFailure(process.command().name() + " was not ready after " + bound.toSeconds()
                        + " s; see " + process.command().log());
            }
            pause();
        }
    }

    private static void requireAlive(ChildProcess process, String otherwise) {
        if (!process.isAlive()) {
            throw new LocalFailure(
                    process.command().name() + otherwise + process.command().log());
        }
    }

    /** A moment, between two looks. */
    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while waiting", e);
        }
    }
}
