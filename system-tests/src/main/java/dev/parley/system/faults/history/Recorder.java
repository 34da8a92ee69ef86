package dev.parley.system.faults.history;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes entries from any thread; those of one thread keep their order. */
public final class Recorder {
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    public void add(Entry entry) {
        entries.add(entry);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
