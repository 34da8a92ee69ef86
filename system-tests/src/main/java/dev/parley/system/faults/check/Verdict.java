package dev.parley.system.faults.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param commands how many commands had which end
 * @param deliveries how many events were pushed to clients
 */
public record Verdict(List<Violation> violations, Commands commands, long deliveries) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    /** @param detail where to look, in the words of the protocol */
    public record Violation(Column column, String detail) {}

    /** A command counts once, however often it was sent. Unknown: never answered; it may or may not have an effect. */
    public record Commands(long invoked, long accepted, long rejected, long unknown, long sendings) {}

    public boolean clean() {
        return violations.isEmpty();
    }

    public long count(Column column) {
        return violations.stream()
                .filter(violation -> violation.column() == column)
                .count();
    }

    public Map<Column, Long> counts() {
        Map<Column, Long> counts = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            counts.put(column, count(column));
        }
        return counts;
    }
}
