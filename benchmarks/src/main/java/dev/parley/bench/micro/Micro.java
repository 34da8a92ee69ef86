package dev.parley.bench.micro;

import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the micro benchmarks and keeps what they say. */
public final class Micro {
    private Micro() {}

    public static void run(Results results) {
        var options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            for (RunResult run : new Runner(options).run()) {
                results.add(Result.of("micro", run.getPrimaryResult().getLabel())
                        .with("nanoseconds", run.getPrimaryResult().getScore())
                        .with("error", run.getPrimaryResult().getScoreError()));
            }
        } catch (RunnerException e) {
            throw new IllegalStateException("the micro benchmarks failed", e);
        }
    }
}
