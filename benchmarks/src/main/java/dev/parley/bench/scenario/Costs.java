package dev.parley.bench.scenario;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time of several processes since a moment. */
final class Costs {
    private final Map<String, ProcessMeter> meters;
    private final Map<String, Duration> before = new LinkedHashMap<>();

    private Costs(Map<String, ProcessMeter> meters) {
        this.meters = meters;
        meters.forEach((name, meter) -> before.put(name, meter.cpu()));
    }

    static Costs from(Map<String, ProcessMeter> meters) {
        return new Costs(meters);
    }

    /** Adds what each process took for each of so many things, in microseconds. */
    void addTo(Result result, long things, String thing) {
        meters.forEach((name, meter) -> {
            Duration spent = meter.cpu().minus(before.getOrDefault(name, Duration.ZERO));
            result.with(name + "MicrosPer" + thing, spent.toNanos() / 1e3 / things);
        });
    }
}
