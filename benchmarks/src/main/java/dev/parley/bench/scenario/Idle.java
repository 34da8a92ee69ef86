package dev.parley.bench.scenario;

import dev.parley.bench.load.Loop;
import dev.parley.bench.report.Result;
import java.time.Duration;

/** What a connection takes in memory that says nothing and hears nothing but pings. */
public final class Idle {
    /** Enough that everything is loaded and compiled which a connection needs. */
    private static final int FIRST_CONNECTIONS = 500;

    private final Loop loop;
    private final Duration settle;

    public Idle(Loop loop, Duration settle) {
        this.loop = loop;
        this.settle = settle;
    }

    public Result run(Subject subject, int connections) {
        Crowd crowd = new Crowd(loop, subject.users() + "-idle", subject.address(), subject.dialect());
        crowd.grow(Math.min(FIRST_CONNECTIONS, connections));
        loop.during(settle);
        long before = subject.server().residentBytes();
        crowd.grow(connections);
        loop.during(settle);
        long after = subject.server().residentBytes();
        crowd.leave();
        return Result.of("idle", subject.name())
                .with("connections", connections)
                .with("kilobytesPerConnection", (after - before) / 1024.0 / connections)
                .with("residentMegabytes", after / 1048576.0);
    }
}
