package dev.parley.system.faults;

import static dev.parley.system.faults.check.Column.AFTER_END;
import static dev.parley.system.faults.check.Column.ALTERED;
import static dev.parley.system.faults.check.Column.BEHIND;
import static dev.parley.system.faults.check.Column.CONTRADICTED;
import static dev.parley.system.faults.check.Column.DOUBLED;
import static dev.parley.system.faults.check.Column.HOLES;
import static dev.parley.system.faults.check.Column.MISSING;
import static dev.parley.system.faults.check.Column.OUT_OF_ORDER;
import static dev.parley.system.faults.check.Column.PROJECTION;
import static dev.parley.system.faults.check.Column.READS;
import static dev.parley.system.faults.check.Column.REORDERED;
import static dev.parley.system.faults.check.Column.SKIPPED;
import static dev.parley.system.faults.check.Column.UNSEEN;

import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Crashes;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.util.List;
import java.util.Set;

/**
 * How a bug comes to light.
 *
 * @param columns each of which says that it was noticed; empty if it must not be
 * @param faults that bring it to light
 * @param overlapping how many of them may be on at once
 */
public record Proof(Set<Column> columns, List<String> faults, int overlapping) {
    public static Proof of(Bug bug) {
        return switch (bug) {
            case ACKNOWLEDGE_BEFORE_COMMIT -> with(Crashes.name(CrashPoint.BEFORE_COMMIT), ALTERED, MISSING);
            case COMMIT_UNCONFIRMED -> with("cut-postgres", MISSING, ALTERED);
            case NO_UNIQUE_KEY -> with("reconnect-storm", DOUBLED);
            case OFFSETS_FIRST -> with(Crashes.name(CrashPoint.AFTER_COMMIT), BEHIND);
            case SEQUENCE_SKIPPED -> with("nothing", HOLES);
            case WRONG_SEQUENCE -> with("nothing", CONTRADICTED, MISSING);
            case EDITS_UNSTORED -> with("nothing", PROJECTION);
            case LEAVERS_STAY -> with("nothing", PROJECTION, UNSEEN);
            case BATCH_UNORDERED -> with("freeze-postgres", REORDERED);
            case COMMANDS_WITHOUT_KEY -> with("delay-postgres", REORDERED);
            case PUBLISHED_BACKWARDS -> with("freeze-postgres");
            case NO_GAP_REPAIR -> with("freeze-postgres", SKIPPED);
            case NO_SEQUENCE_FILTER -> with("kill-message", OUT_OF_ORDER);
            case DELIVERS_AFTER_BAN -> with("nothing", AFTER_END);
            case LIVE_AFTER_HISTORY -> new Proof(Set.of(SKIPPED), List.of("delay-history", "reconnect-storm"), 2);
            case RESUME_OFF_BY_ONE -> with("reconnect-storm", OUT_OF_ORDER);
            case JOINS_UNHEARD -> with("nothing", BEHIND);
            case PRIVATE_ROOMS_SHOWN -> with("nothing", UNSEEN);
            case ANNOUNCEMENTS_HIDDEN -> with("nothing", READS);
        };
    }

    private static Proof with(String fault, Column... columns) {
        return new Proof(Set.of(columns), List.of(fault), 1);
    }

    /** Whether the verdict says that the bug is there, or nothing, if that is how it has to be. */
    public boolean caught(Verdict verdict) {
        return columns.isEmpty() ? verdict.clean() : columns.stream().anyMatch(column -> verdict.count(column) > 0);
    }
}
