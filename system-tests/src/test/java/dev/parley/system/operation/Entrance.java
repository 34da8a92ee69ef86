package dev.parley.system.operation;

import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Patience;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What a cluster's service does for clients: leads them to any gateway whose readiness check says so. */
final class Entrance implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = 100_000_000;

    private final Supplier<List<ServiceProcess>> gateways;
    private volatile List<ServiceProcess> ready;
    private volatile boolean closed;
    private final Thread watching;

    Entrance(Supplier<List<ServiceProcess>> gateways) {
        this.gateways = gateways;
        this.ready = gateways.get();
        this.watching = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        while (!closed) {
            ready = gateways.get().stream().filter(ServiceProcess::isReady).toList();
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** A base address; waits for one if no gateway is ready. */
    URI any() {
        Patience.until("a gateway is ready", Patience.LONG, () -> !ready.isEmpty());
        List<ServiceProcess> open = ready;
        return open.get(ThreadLocalRandom.current().nextInt(open.size())).uri();
    }

    /** Whether it leads to this gateway by now. */
    boolean leadsTo(ServiceProcess gateway) {
        return ready.contains(gateway);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        watching.join();
    }
}
