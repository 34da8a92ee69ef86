package dev.parley.system.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an expression of a rule or dashboard asks for: series of this name with these labels.
 *
 * @param groups labels by which the expression groups what it found
 */
record Selector(String name, List<Wanted> labels, Set<String> groups) {
    /** Labels that Prometheus gives to what it scrapes; no service does. */
    private static final Set<String> OF_PROMETHEUS = Set.of("namespace", "pod", "container", "instance", "job");

    private static final Pattern SERIES = Pattern.compile("(?<![:a-z_0-9])([a-z][a-z_0-9]+)\\{([^{}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPS = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern PLAIN_ALTERNATIVES = Pattern.compile("[A-Za-z]+(\\|[A-Za-z]+)*");

    record Wanted(String label, String operator, String value) {}

    /** All of an expression; Prometheus' own series left out. */
    static Stream<Selector> of(String expression) {
        Set<String> groups = new TreeSet<>();
        GROUPS.matcher(expression)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",\\s*")))
                .filter(label -> !OF_PROMETHEUS.contains(label))
                .forEach(groups::add);
        return SERIES.matcher(expression)
                .results()
                .filter(found -> !found.group(1).equals("up"))
                .map(found -> new Selector(found.group(1), labels(found.group(2)), groups));
    }

    private static List<Wanted> labels(String text) {
        List<Wanted> labels = new ArrayList<>();
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            if (!OF_PROMETHEUS.contains(matcher.group(1))) {
                labels.add(new Wanted(matcher.group(1), matcher.group(2), matcher.group(3)));
            }
        }
        return labels;
    }

    /** What of it no service has; empty if all is there. */
    List<String> missingIn(Set<Scrape.Series> served) {
        List<Scrape.Series> named =
                served.stream().filter(series -> series.name().equals(name)).toList();
        if (named.isEmpty()) {
            return List.of("nobody serves " + name);
        }
        List<String> missing = new ArrayList<>();
        for (Wanted wanted : labels) {
            for (String value : alternatives(wanted)) {
                if (named.stream().noneMatch(series -> has(series, wanted, value))) {
                    missing.add(name + " is never " + wanted.label + wanted.operator + value);
                }
            }
        }
        for (String group : groups) {
            if (named.stream().noneMatch(series -> series.labels().containsKey(group))) {
                missing.add(name + " has no label " + group);
            }
        }
        return missing;
    }

    /** Of words between bars each must be there; the rest of what is asked for is one condition. */
    private static List<String> alternatives(Wanted wanted) {
        return wanted.operator.equals("=~")
                        && PLAIN_ALTERNATIVES.matcher(wanted.value).matches()
                ? List.of(wanted.value.split("\\|"))
                : List.of(wanted.value);
    }

    private static boolean has(Scrape.Series series, Wanted wanted, String value) {
        String there = series.labels().get(wanted.label);
        return there != null
                && switch (wanted.operator) {
                    case "=" -> there.equals(value);
                    case "=~" -> there.matches(value);
                    case "!=" -> !there.equals(value);
                    default -> !there.matches(value);
                };
    }
}
