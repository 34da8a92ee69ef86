package dev.parley.bench.scenario;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import dev.parley.bench.target.ParleySystem;
import dev.parley.local.Progress;
import dev.parley.local.service.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of a gateway's process until it says that it is ready, beside a system that runs: as after a build, and
 * with what its JVM keeps of a start.
 */
public final class StartTime {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final ParleySystem system;
    private final Progress progress;
    private final int rounds;

    public StartTime(ParleySystem system, Progress progress, int rounds) {
        this.system = system;
        this.progress = progress;
        this.rounds = rounds;
    }

    public void run(Results results) {
        system.forget();
        results.add(start("untrained"));
        system.train(progress);
        results.add(start("rehearsed"));
    }

    private Result start(String how) {
        ServiceProcess gateway = system.gateway(0);
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            gateway.stop();
            long from = System.nanoTime();
            gateway.launch();
            while (!gateway.isReady()) {
                if (System.nanoTime() - from > BOUND.toNanos()) {
                    throw new IllegalStateException("the gateway is not ready after " + BOUND.toSeconds() + " s");
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            seconds.add((System.nanoTime() - from) / 1e9);
            cpuSeconds.add(new ProcessMeter(gateway.pid()).cpu().toMillis() / 1e3);
        }
        return Result.of("start", "parley")
                .with("jvm", how)
                .with("rounds", rounds)
                .with("secondsToReady", Median.of(seconds))
                .with(
                        "worstSecondsToReady",
                        seconds.stream().mapToDouble(each -> each).max().orElse(Double.NaN))
                .with("cpuSecondsToReady", Median.of(cpuSeconds));
    }
}
