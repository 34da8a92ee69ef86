package dev.parley.system.faults.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What happens again and again. A step that throws would end silently with a plain scheduler; here it is kept and told. */
final class Beat implements AutoCloseable {
    private final ScheduledExecutorService threads;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Beat(String name, int threads) {
        this.threads = Executors.newScheduledThreadPool(
                threads, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    void every(Duration pause, Runnable step) {
        keep(threads.scheduleAtFixedRate(guarded(step), 0, pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    void after(Duration pause, Runnable step) {
        keep(threads.schedule(guarded(step), pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    private Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException thrown) {
                failure.compareAndSet(null, thrown);
            }
        };
    }

    /** A future without a failure of its own; its cancellation comes with {@link #close()}. */
    private static void keep(Future<?> scheduled) {
        if (scheduled.isCancelled()) {
            throw new IllegalStateException("closed already");
        }
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
