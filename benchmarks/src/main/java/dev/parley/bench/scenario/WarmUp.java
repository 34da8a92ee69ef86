package dev.parley.bench.scenario;

import dev.parley.bench.machine.ProcessMeter;
import java.time.Duration;
import java.util.Collection;

/** Load that does not count, until the just-in-time compilers of the servers have nearly nothing to do any more. */
final class WarmUp {
    /** As much before it counts as is had at least; not every compiler shows its work as HotSpot does. */
    private static final int STRETCHES = 2;

    /** Of a stretch's processor time; what is left of compiling then is an everyday part of running. */
    private static final double COMPILED_SHARE = 0.03;

    private WarmUp() {}

    /** @param stretchesMax for a compiler that is never done */
    static void run(Collection<ProcessMeter> servers, int stretchesMax, Runnable stretch) {
        for (int i = 0; i < stretchesMax; i++) {
            Duration compilingBefore = compiling(servers);
            Duration cpuBefore = cpu(servers);
            stretch.run();
            double compiling = compiling(servers).minus(compilingBefore).toNanos();
            double all = cpu(servers).minus(cpuBefore).toNanos();
            if (i + 1 >= STRETCHES && compiling < COMPILED_SHARE * all) {
                return;
            }
        }
    }

    private static Duration compiling(Collection<ProcessMeter> servers) {
        return servers.stream().map(ProcessMeter::compiling).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration cpu(Collection<ProcessMeter> servers) {
        return servers.stream().map(ProcessMeter::cpu).reduce(Duration.ZERO, Duration::plus);
    }
}
