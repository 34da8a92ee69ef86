package dev.parley.system.faults;

import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Schedule;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended.
 *
 * @param blind columns in which the checker would have missed a fault that was planted into this run's own history
 * @param heldBack commands that were due and not sent, because too many of that person waited for their answers
 * @param atRest whether everything was answered and everybody connected before the bound
 */
public record Outcome(
        Plan plan,
        Duration loaded,
        List<Schedule.Done> faults,
        Verdict verdict,
        List<Column> blind,
        long heldBack,
        boolean atRest) {
    public Outcome {
        faults = List.copyOf(faults);
        blind = List.copyOf(blind);
    }

    public boolean good() {
        return verdict.clean() && blind.isEmpty() && atRest && unrecovered() == 0;
    }

    long unrecovered() {
        return faults.stream().filter(done -> done.recovery().isEmpty()).count();
    }
}
