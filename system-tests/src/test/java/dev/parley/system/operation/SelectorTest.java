package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private static final Set<Scrape.Series> SERVED = Set.of(
            new Scrape.Series("doors_total", Map.of("result", "open")),
            new Scrape.Series("doors_total", Map.of("result", "shut")),
            new Scrape.Series("depth", Map.of()));

    private static List<String> missing(String expression) {
        return Selector.of(expression)
                .flatMap(selector -> selector.missingIn(SERVED).stream())
                .toList();
    }

    @Test
    void what_is_there_is_not_missed() {
        assertThat(missing(
                        "sum by (pod, result) (rate(doors_total{namespace=\"chat\",result=~\"open|shut\"}[5m])) > 0"))
                .isEmpty();
        assertThat(missing("max by (pod) (depth{namespace=\"chat\"}) > 1 and up{container=\"x\"} == 1"))
                .isEmpty();
        assertThat(missing("rate(doors_total{result!=\"open\"}[5m])")).isEmpty();
    }

    @Test
    void a_name_a_value_and_a_label_that_are_not_there_are_said() {
        assertThat(missing("windows_total{}")).containsExactly("nobody serves windows_total");
        assertThat(missing("doors_total{result=~\"open|ajar\"}")).containsExactly("doors_total is never result=~ajar");
        assertThat(missing("depth{room=~\"r[._]1\"}")).containsExactly("depth is never room=~r[._]1");
        assertThat(missing("sum by (code) (doors_total{})")).containsExactly("doors_total has no label code");
    }
}
