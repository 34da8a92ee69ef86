package dev.parley.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parley.local.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All results of a run: each is printed when it is there, and the whole is kept as JSON. */
public final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Progress out;
    private final Map<String, String> machine;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<Result> all = new ArrayList<>();

    public Results(Map<String, String> machine, Progress out) {
        this.machine = machine;
        this.out = out;
    }

    public void version(String subject, String version) {
        versions.put(subject, version);
    }

    public void add(Result result) {
        all.add(result);
        out.say(result.line());
    }

    public List<Result> all() {
        return List.copyOf(all);
    }

    /** Writes machine, versions and results. */
    public void write(Path file) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine);
        document.put("versions", versions);
        document.put("results", all.stream().map(Results::json).toList());
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, JSON.writeValueAsString(document) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scenario", result.scenario());
        fields.put("subject", result.subject());
        fields.putAll(result.values());
        return fields;
    }
}
