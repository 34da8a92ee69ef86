package dev.parley.system.operation;

import static io.restassured.RestAssured.given;

import dev.parley.local.service.ServiceProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service's metrics at one moment, as Prometheus reads them: each series with its value. */
record Scrape(Map<Series, Double> values) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    record Series(String name, Map<String, String> labels) {}

    static Scrape of(ServiceProcess service) {
        String text = given().baseUri(service.managementUri().toString())
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Map<Series, Double> values = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            values.put(new Series(matcher.group(1), labels(matcher.group(2))), Double.valueOf(matcher.group(3)));
        });
        return new Scrape(values);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text == null ? "" : text);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        values.keySet().forEach(series -> names.add(series.name()));
        return names;
    }

    /** The series' value; 0 if there is none. */
    double value(String name, String... labelsAndValues) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            labels.put(labelsAndValues[i], labelsAndValues[i + 1]);
        }
        return values.getOrDefault(new Series(name, labels), 0.0);
    }

    /** Over all labels. */
    double sum(String name) {
        return values.entrySet().stream()
                .filter(sample -> sample.getKey().name().equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The series whose whole name matches and that are not 0, for a failure's message. */
    String counted(String nameRegex) {
        return values.entrySet().stream()
                .filter(sample -> sample.getKey().name().matches(nameRegex) && sample.getValue() != 0)
                .map(sample -> "%s%s %.0f"
                        .formatted(sample.getKey().name(), sample.getKey().labels(), sample.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
