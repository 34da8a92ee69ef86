package dev.parley.system.faults;

import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Schedule;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The table at the end. */
final class Report {
    private static final int DETAILS = 5;

    private final Outcome outcome;
    private final PrintWriter out;

    Report(Outcome outcome, PrintWriter out) {
        this.outcome = outcome;
        this.out = out;
    }

    void print() {
        faults();
        commands();
        columns();
        details();
        out.printf("%nseed %d: %s%n", outcome.plan().seed(), outcome.good() ? "every column is 0" : "FAILED");
        out.flush();
    }

    private void faults() {
        out.printf("%n%-20s %6s %8s %10s %10s%n", "fault", "times", "broken", "recovery", "worst");
        var byName = new TreeMap<String, List<Schedule.Done>>();
        outcome.kinds().forEach(name -> byName.put(name, new ArrayList<>()));
        outcome.faults()
                .forEach(done -> byName.computeIfAbsent(done.fault(), _ -> new ArrayList<>())
                        .add(done));
        byName.forEach((name, all) -> {
            List<Duration> recoveries = all.stream()
                    .flatMap(done -> done.recovery().stream())
                    .sorted()
                    .toList();
            long broken =
                    all.stream().mapToLong(done -> done.length().toMillis()).sum();
            out.printf(
                    "%-20s %6d %8s %10s %10s%n",
                    name,
                    all.size(),
                    seconds(Duration.ofMillis(broken)),
                    recoveries.isEmpty() ? "—" : seconds(recoveries.get((recoveries.size() - 1) / 2)),
                    worst(all, recoveries));
        });
        out.printf(
                "(recovery: median and worst, from the mending until messages are accepted and at every gateway, and all is ready)%n");
    }

    private void commands() {
        Verdict.Commands commands = outcome.verdict().commands();
        double seconds = outcome.loaded().toMillis() / 1000.0;
        out.printf(
                "%n%d commands in %.0f s (%.1f/s, %d sendings): %d accepted, %d rejected, %d unknown; %d held back%n",
                commands.invoked(),
                seconds,
                commands.invoked() / seconds,
                commands.sendings(),
                commands.accepted(),
                commands.rejected(),
                commands.unknown(),
                outcome.heldBack());
        out.printf("%d deliveries%n%n", outcome.verdict().deliveries());
    }

    private void columns() {
        for (Column column : Column.values()) {
            out.printf("%-40s %6d%n", column.title(), outcome.verdict().count(column));
        }
        out.printf(
                "%-40s %6d%n",
                "faults not recovered from in %d s".formatted(Outcome.RECOVERED_WITHIN.toSeconds()),
                outcome.unrecovered());
        out.printf("%-40s %6d%n", "not at rest in time", outcome.atRest() ? 0 : 1);
        out.printf(
                "%-40s %6d%n",
                "planted faults that went unnoticed", outcome.blind().size());
    }

    private void details() {
        for (Column column : Column.values()) {
            List<Verdict.Violation> all = outcome.verdict().violations().stream()
                    .filter(violation -> violation.column() == column)
                    .toList();
            all.stream()
                    .limit(DETAILS)
                    .forEach(violation -> out.printf("%n%s: %s", column.title(), violation.detail()));
        }
        outcome.blind().forEach(column -> out.printf("%nplanted and not noticed: %s", column.title()));
        out.println();
    }

    private static String worst(List<Schedule.Done> all, List<Duration> recoveries) {
        if (all.isEmpty()) {
            return "—";
        }
        return recoveries.size() < all.size() ? "never" : seconds(recoveries.getLast());
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
