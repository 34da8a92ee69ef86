package dev.parley.system.faults.history;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes entries from any thread; those of one thread keep their order. */
public final class Recorder {
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
    private volatile long addedAtNanos = System.nanoTime();

    public void add(Entry entry) {
        entries.add(entry);
        addedAtNanos = System.nanoTime();
    }

    /** How long nothing has been added. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - addedAtNanos);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
