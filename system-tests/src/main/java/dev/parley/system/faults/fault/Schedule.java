package dev.parley.system.faults.fault;

import dev.parley.local.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Breaks and mends until the time is up: every fault once in a random order, then again in another. The order, the choices
 * and the lengths follow from the seed.
 */
public final class Schedule {
    private static final int PAUSE_MILLISECONDS = 1_500;

    /** Says when everything works again. */
    @FunctionalInterface
    public interface Recovery {
        /** @return time since {@code sinceNanos}; nothing if it takes too long */
        Optional<Duration> await(long sinceNanos) throws InterruptedException;
    }

    /** @param recovery nothing if it took too long */
    public record Done(String fault, Duration length, Optional<Duration> recovery) {}

    private final List<Fault> faults;
    private final Random random;
    private final Recovery recovery;
    private final Progress progress;
    private final ArrayDeque<Fault> round = new ArrayDeque<>();
    private final Set<String> busy = new HashSet<>();
    private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
    private int roundsLeft;

    public Schedule(List<Fault> faults, Random random, Recovery recovery, Progress progress) {
        this.faults = List.copyOf(faults);
        this.random = random;
        this.recovery = recovery;
        this.progress = progress;
    }

    /**
     * @param length at most
     * @param onceEach whether it ends when each fault had its turn, if that is earlier
     * @param overlapping how many faults may be on at once
     */
    public List<Done> run(Duration length, boolean onceEach, int overlapping) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        roundsLeft = onceEach ? 1 : Integer.MAX_VALUE;
        List<Thread> lanes = new ArrayList<>();
        var failure = new ConcurrentLinkedQueue<RuntimeException>();
        for (int i = 0; i < overlapping; i++) {
            Random own = new Random(random.nextLong());
            lanes.add(Thread.ofVirtual().start(() -> {
                try {
                    lane(end, own);
                } catch (RuntimeException e) {
                    failure.add(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread lane : lanes) {
            lane.join();
        }
        if (!failure.isEmpty()) {
            throw failure.element();
        }
        return List.copyOf(done);
    }

    private void lane(long end, Random own) throws InterruptedException {
        while (System.nanoTime() - end < 0 && hasMore()) {
            Fault fault = take();
            if (fault != null) {
                try {
                    breakAndMend(fault, own);
                } finally {
                    free(fault);
                }
            }
            Thread.sleep(500L + own.nextInt(PAUSE_MILLISECONDS));
        }
    }

    private void breakAndMend(Fault fault, Random own) throws InterruptedException {
        Duration length = fault.length(own);
        progress.say("break %s for %.1f s".formatted(fault.name(), length.toMillis() / 1000.0));
        Runnable mend = fault.breaking().breakOne(own);
        CompletableFuture<Void> mended = new CompletableFuture<>();
        long since;
        try {
            Thread.sleep(length);
        } finally {
            since = System.nanoTime();
            // Aside, because a process that is started again may serve long before it is wholly ready.
            Thread.ofVirtual().start(() -> complete(mended, mend));
        }
        Optional<Duration> heard = recovery.await(since);
        mended.join();
        // What was started again is ready by now, also where nobody who writes and listens needs it.
        Optional<Duration> recovered = heard.map(_ -> Duration.ofNanos(System.nanoTime() - since));
        progress.say("mended %s, works again after %s"
                .formatted(
                        fault.name(),
                        recovered
                                .map(time -> "%.1f s".formatted(time.toMillis() / 1000.0))
                                .orElse("— never")));
        done.add(new Done(fault.name(), length, recovered));
    }

    private static void complete(CompletableFuture<Void> mended, Runnable mend) {
        try {
            mend.run();
            mended.complete(null);
        } catch (RuntimeException failure) {
            mended.completeExceptionally(failure);
        }
    }

    private synchronized boolean hasMore() {
        return !round.isEmpty() || roundsLeft > 0;
    }

    private synchronized @Nullable Fault take() {
        if (round.isEmpty() && roundsLeft > 0) {
            roundsLeft--;
            List<Fault> next = new ArrayList<>(faults);
            Collections.shuffle(next, random);
            round.addAll(next);
        }
        for (Fault fault : List.copyOf(round)) {
            if (Collections.disjoint(busy, fault.touches())) {
                round.remove(fault);
                busy.addAll(fault.touches());
                return fault;
            }
        }
        return null;
    }

    private synchronized void free(Fault fault) {
        busy.removeAll(fault.touches());
    }
}
