package dev.parley.system.faults;

import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Schedule;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended.
 *
 * @param kinds the faults that could have been made, whether they had their turn or not
 * @param blind columns in which the checker would have missed a fault that was planted into this run's own history
 * @param heldBack commands that were due and not sent, because too many of that person waited for their answers
 * @param atRest whether everything was answered and everybody connected before the bound
 */
public record Outcome(
        Plan plan,
        Duration loaded,
        List<String> kinds,
        List<Schedule.Done> faults,
        Verdict verdict,
        List<Column> blind,
        long heldBack,
        boolean atRest) {
    /** So long after its mending a fault may be felt. */
    public static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);

    public Outcome {
        kinds = List.copyOf(kinds);
        faults = List.copyOf(faults);
        blind = List.copyOf(blind);
    }

    public boolean good() {
        return verdict.clean() && blind.isEmpty() && atRest && unrecovered() == 0;
    }

    long unrecovered() {
        return faults.stream().filter(done -> !recovered(done)).count();
    }

    private static boolean recovered(Schedule.Done done) {
        return done.recovery()
                .filter(time -> time.compareTo(RECOVERED_WITHIN) <= 0)
                .isPresent();
    }
}
