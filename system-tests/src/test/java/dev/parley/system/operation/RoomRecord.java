package dev.parley.system.operation;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One room's log as all clients together see it: what is one's third event is everybody's. */
final class RoomRecord {
    final UUID id;
    private final Map<Long, String> commands = new ConcurrentHashMap<>();
    private final Map<String, Long> posted = new ConcurrentHashMap<>();
    private final AtomicLong head = new AtomicLong();

    RoomRecord(UUID id) {
        this.id = id;
    }

    /** @return whether the event is the one that others saw, or were told of, at this place */
    boolean agrees(long sequence, String command) {
        String known = commands.putIfAbsent(sequence, command);
        return known == null || known.equals(command);
    }

    /** @return whether the command's one event was seen at no other place, by whomever */
    boolean postedOnce(long sequence, String command) {
        Long known = posted.putIfAbsent(command, sequence);
        return known == null || known == sequence;
    }

    void accepted(long sequence) {
        head.accumulateAndGet(sequence, Math::max);
    }

    /** Sequence of the last event that was acknowledged. */
    long head() {
        return head.get();
    }
}
