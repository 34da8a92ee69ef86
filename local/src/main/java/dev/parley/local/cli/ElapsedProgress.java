package dev.parley.local.cli;

import dev.parley.local.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints each line with the time since the start in front. */
final class ElapsedProgress implements Progress {
    private final long start = System.nanoTime();
    private final PrintWriter out;

    ElapsedProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String line) {
        var elapsed = Duration.ofNanos(System.nanoTime() - start);
        out.printf("[%5.1f s] %s%n", elapsed.toMillis() / 1000.0, line);
        out.flush();
    }
}
