package dev.parley.bench.scenario;

import dev.parley.bench.load.Loop;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Has messages said at a pace, and counts who hears them.
 *
 * <p>Every delivery's latency is counted from the moment at which the message was to be sent, not from when it was: a
 * server that stands still holds up the sending, too, and what should have been sent meanwhile waited as well.
 */
final class Saying {
    private static final Duration LAST_WORDS_BOUND = Duration.ofSeconds(60);
    /** More are never on their way; a power of two. */
    private static final int SLOTS = 1 << 16;

    private static final long HIGHEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final Loop loop;
    private final Talk talk;
    private final int textBytes;
    private final long[] dueAt = new long[SLOTS];
    private final int[] missing = new int[SLOTS];
    private int firstNumber;
    private int nextNumber;
    private int finished;
    private long deliveries;
    private Histogram latencies = new Histogram(HIGHEST_NANOS, 3);

    Saying(Loop loop, Talk talk, int textBytes, int firstNumber) {
        this.loop = loop;
        this.talk = talk;
        this.textBytes = textBytes;
        this.nextNumber = firstNumber;
        this.firstNumber = firstNumber;
    }

    /**
     * What one stretch of speaking gave.
     *
     * @param frames in which the deliveries came: fewer, where a server gathers what is under way
     * @param latencies from when each message was due until each member had it, in nanoseconds
     */
    record Heard(int messages, long deliveries, long frames, Duration took, Histogram latencies) {
        double messagesPerSecond() {
            return messages / (took.toNanos() / 1e9);
        }

        double millisAt(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** Speaks for so long, and listens until the last word has reached everybody. */
    Heard during(Duration time, Pace pace) {
        talk.onDelivery(this::heard);
        firstNumber = nextNumber;
        finished = 0;
        deliveries = 0;
        latencies = new Histogram(HIGHEST_NANOS, 3);
        long framesBefore = talk.frames();
        long from = System.nanoTime();
        long end = from + time.toNanos();
        switch (pace) {
            case Pace.InFlight(int messages) -> keepInFlight(messages, end);
            case Pace.PerSecond perSecond -> keepTime(perSecond.intervalNanos(), from, end);
        }
        loop.until(() -> finished == nextNumber - firstNumber, LAST_WORDS_BOUND, "everything delivered");
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return new Heard(finished, deliveries, talk.frames() - framesBefore, took, latencies);
    }

    int nextNumber() {
        return nextNumber;
    }

    private void keepInFlight(int messages, long end) {
        while (System.nanoTime() < end) {
            while (nextNumber - firstNumber - finished < messages) {
                say(System.nanoTime());
            }
            loop.turn(Duration.ofMillis(20).toNanos());
        }
    }

    private void keepTime(long interval, long from, long end) {
        for (long due = from; due < end; due += interval) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                loop.turn(left);
            }
            // Keeps reading even when it is late.
            loop.turn(0);
            say(due);
        }
    }

    private void say(long due) {
        int slot = nextNumber & SLOTS - 1;
        if (missing[slot] != 0) {
            throw new IllegalStateException("more is on its way than a run may have");
        }
        dueAt[slot] = due;
        missing[slot] = talk.say(nextNumber++, textBytes);
    }

    private void heard(int number) {
        int slot = number & SLOTS - 1;
        if (missing[slot] <= 0) {
            throw new IllegalStateException("message " + number + " came more often than there are members");
        }
        latencies.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - dueAt[slot]));
        deliveries++;
        if (--missing[slot] == 0) {
            finished++;
        }
    }
}
