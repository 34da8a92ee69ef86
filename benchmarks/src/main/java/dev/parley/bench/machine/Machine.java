package dev.parley.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a result is worth nothing without. */
public final class Machine {
    private Machine() {}

    public static Map<String, String> described() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", line("/proc/cpuinfo", "model name"));
        facts.put("memory", line("/proc/meminfo", "MemTotal"));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("loadBefore", first("/proc/loadavg"));
        return facts;
    }

    private static String line(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String first(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
