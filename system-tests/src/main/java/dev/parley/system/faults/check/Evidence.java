package dev.parley.system.faults.check;

import dev.parley.contract.Event;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all checks work on, and where they put what they find. */
final class Evidence {
    final List<Entry> entries;
    final Findings findings;
    final Trials trials;
    private final Map<UUID, RoomReplay> rooms = new HashMap<>();
    private final List<Verdict.Violation> violations = new ArrayList<>();

    Evidence(List<Entry> entries, Findings findings) {
        this.entries = entries;
        this.findings = findings;
        this.trials = Trials.of(entries);
        findings.logs().forEach((id, log) -> rooms.put(id, new RoomReplay(log)));
    }

    @Nullable
    RoomReplay room(@Nullable UUID id) {
        return id == null ? null : rooms.get(id);
    }

    Collection<RoomReplay> rooms() {
        return rooms.values();
    }

    void violation(Column column, String detail, @Nullable Object... arguments) {
        violations.add(new Verdict.Violation(column, detail.formatted(arguments)));
    }

    List<Verdict.Violation> violations() {
        return violations;
    }

    /**
     * Whether there can have been a moment at which the user saw the room: with its log ending at {@code sequence}, or later
     * at an event whose command had been sent by then. Errs only towards yes.
     */
    boolean mayHaveSeen(RoomReplay room, String user, long sequence, long atNanos) {
        if (room.visible(user, sequence)) {
            return true;
        }
        for (long change : room.changesAfter(user, sequence)) {
            Event event = room.event(change);
            if (event != null && room.visible(user, change) && couldHaveHappened(event, atNanos)) {
                return true;
            }
        }
        return false;
    }

    boolean couldHaveHappened(Event event, long atNanos) {
        var invoked = trials.invokedAtNanos(event.by().id(), event.command());
        return invoked.isEmpty() || invoked.getAsLong() <= atNanos;
    }
}
