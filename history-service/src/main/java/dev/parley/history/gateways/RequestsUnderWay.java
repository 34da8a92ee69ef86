package dev.parley.history.gateways;

import java.time.Duration;

/** Counts requests between their arrival and the end of their answers, so that a stop can wait for them. */
final class RequestsUnderWay {
    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    synchronized int count() {
        return count;
    }

    /** Blocks its caller, which must not be an event loop; false if some were still under way at the end. */
    synchronized boolean awaitNone(Duration atMost) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (count > 0) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
