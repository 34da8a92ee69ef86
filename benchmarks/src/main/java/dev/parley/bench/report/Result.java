package dev.parley.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of what was measured: named values in the order in which they are said, each with its unit in its name.
 *
 * @param scenario for example {@code fanout}
 * @param subject who was measured
 */
public record Result(String scenario, String subject, Map<String, Object> values) {

    public static Result of(String scenario, String subject) {
        return new Result(scenario, subject, new LinkedHashMap<>());
    }

    public Result with(String name, Object value) {
        values.put(name, value instanceof Double number ? rounded(number) : value);
        return this;
    }

    public double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Three significant digits, and no more than there are. */
    private static Object rounded(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "none";
        }
        if (Math.abs(number) >= 100) {
            return Math.round(number);
        }
        return BigDecimal.valueOf(number).round(new MathContext(3)).doubleValue();
    }

    public String line() {
        return "%-8s %-12s %s"
                .formatted(
                        scenario,
                        subject,
                        values.entrySet().stream()
                                .map(value -> value.getKey() + "=" + said(value.getValue()))
                                .collect(Collectors.joining(" ")));
    }

    private static String said(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%s", number) : value.toString();
    }
}
