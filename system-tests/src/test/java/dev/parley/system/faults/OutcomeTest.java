package dev.parley.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Schedule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Verdict CLEAN = new Verdict(List.of(), new Verdict.Commands(1, 1, 0, 0, 1), 1);
    private static final Schedule.Done IN_TIME = done(Optional.of(Duration.ofSeconds(30)));

    @Test
    void a_run_with_nothing_in_its_columns_is_good() {
        assertThat(outcome(CLEAN, List.of(), true, IN_TIME).good()).isTrue();
    }

    @Test
    void a_recovery_of_more_than_thirty_seconds_is_not_good() {
        Outcome late = outcome(CLEAN, List.of(), true, IN_TIME, done(Optional.of(Duration.ofMillis(30_001))));

        assertThat(late.good()).isFalse();
        assertThat(late.unrecovered()).isEqualTo(1);
    }

    @Test
    void no_recovery_is_not_good() {
        assertThat(outcome(CLEAN, List.of(), true, done(Optional.empty())).good())
                .isFalse();
    }

    @Test
    void a_column_that_is_not_zero_or_blind_is_not_good() {
        var violation = new Verdict.Violation(Column.MISSING, "gone");
        Verdict bad = new Verdict(List.of(violation), CLEAN.commands(), CLEAN.deliveries());

        assertThat(outcome(bad, List.of(), true, IN_TIME).good()).isFalse();
        assertThat(outcome(CLEAN, List.of(Column.MISSING), true, IN_TIME).good())
                .isFalse();
    }

    @Test
    void what_does_not_come_to_rest_is_not_good() {
        assertThat(outcome(CLEAN, List.of(), false, IN_TIME).good()).isFalse();
    }

    @Test
    void the_table_names_a_fault_that_had_no_turn() {
        var table = new StringWriter();
        new Report(outcome(CLEAN, List.of(), true, IN_TIME), new PrintWriter(table)).print();

        assertThat(table.toString().lines())
                .anySatisfy(line -> assertThat(line).startsWith("kill-kafka ").contains(" 1 ", "30.0 s"))
                .anySatisfy(line -> assertThat(line).startsWith("power-cut ").contains(" 0 "));
    }

    private static Schedule.Done done(Optional<Duration> recovery) {
        return new Schedule.Done("kill-kafka", Duration.ofSeconds(4), recovery);
    }

    private static Outcome outcome(Verdict verdict, List<Column> blind, boolean atRest, Schedule.Done... faults) {
        var plan = new Plan(7, Duration.ofMinutes(1), List.of(), false, 1, 2, 1, 1, true, Path.of("nowhere"), false);
        List<String> kinds = List.of("kill-kafka", "power-cut");
        return new Outcome(plan, plan.length(), kinds, List.of(faults), verdict, blind, 0, atRest);
    }
}
