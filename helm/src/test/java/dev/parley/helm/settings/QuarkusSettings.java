package dev.parley.helm.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The variables that Quarkus' extensions read when a service starts, from the descriptions in their own jars. */
final class QuarkusSettings {
    private static final String DESCRIPTION = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final String READ_AT_START = "RUN_TIME";
    private static final Pattern NAME_IN_BETWEEN = Pattern.compile("__[A-Z0-9_]+?__");

    private final List<Pattern> variables = new ArrayList<>();

    private QuarkusSettings() {}

    static QuarkusSettings load() {
        var settings = new QuarkusSettings();
        var json = new ObjectMapper();
        try {
            for (var description :
                    Collections.list(QuarkusSettings.class.getClassLoader().getResources(DESCRIPTION))) {
                settings.collect(json.readTree(description));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private void collect(JsonNode node) {
        if (READ_AT_START.equals(node.path("phase").asText())) {
            add(node.path("path"));
            node.path("additionalPaths").forEach(this::add);
        }
        node.forEach(this::collect);
    }

    /** {@code A__NAME__B} stands for any name in between: {@code A_ANY_NAME_B}. */
    private void add(JsonNode path) {
        var variable = path.path("environmentVariable").asText();
        variables.add(Pattern.compile(NAME_IN_BETWEEN.matcher(variable).replaceAll("_{1,2}[A-Z0-9_]+?_{1,2}")));
    }

    boolean knows(String variable) {
        return variables.stream().anyMatch(known -> known.matcher(variable).matches());
    }
}
