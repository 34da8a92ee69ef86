package dev.parley.system.faults.check;

import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.List;

/** Reads a run's history and says what is wrong with it. */
public final class Checker {
    private Checker() {}

    public static Verdict check(List<Entry> entries, Findings findings) {
        Evidence evidence = new Evidence(entries, findings);
        new AnswerChecks(evidence).run();
        long deliveries = new DeliveryChecks(evidence).run();
        new ReadChecks(evidence).run();
        return new Verdict(evidence.violations(), evidence.trials.count(), deliveries);
    }
}
