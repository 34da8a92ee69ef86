package dev.parley.system.plant;

import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Restarts services with a bug in them, or with a point at which they halt, and without. */
public final class Planter {
    private static final String AGENT = "system-tests/target/parley-system-tests-agent.jar";
    private static final Duration PLANTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration HEEDED_WITHIN = Duration.ofSeconds(30);
    private static final Duration HALTS_WITHIN = Duration.ofSeconds(60);
    /** The agent's exit status at a crash point. */
    private static final int HALTED = 71;

    private final List<ServiceProcess> services;
    private final Path signs;
    /** Of each service with crash points: the file in which it finds at which it is to halt. */
    private final Map<ServiceProcess, Path> orders = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Bug planted;

    /** @param signs a folder for files by which a service says that it is changed */
    public Planter(List<ServiceProcess> services, Path signs) {
        this.services = List.copyOf(services);
        this.signs = signs;
    }

    /** The bug that is there now. */
    public @Nullable Bug planted() {
        return planted;
    }

    /**
     * Takes out the bug that is there, and puts in this one; returns when all services are ready, each changed as it should
     * be.
     */
    public void plant(@Nullable Bug bug) {
        List<ServiceProcess> changed = services.stream()
                .filter(one -> has(planted, one) || has(bug, one))
                .toList();
        planted = bug;
        each(changed, ServiceProcess::stop);
        List<Runnable> waits = new ArrayList<>();
        for (ServiceProcess service : changed) {
            Sign sign = prepare(service);
            service.launch();
            waits.add(() -> {
                service.awaitReady();
                sign.await(service);
            });
        }
        waits.forEach(Runnable::run);
    }

    /**
     * Makes a message-service halt when it passes the point for the nth time from now on. Returns when it knows; it may have
     * halted then. The first time it is restarted for it, with all points in it.
     */
    public Armed arm(ServiceProcess service, CrashPoint point, int nth) {
        Path known = orders.get(service);
        Path order = known == null
                ? signs.resolve("crash-" + count.incrementAndGet()).toAbsolutePath()
                : known;
        if (known == null) {
            orders.put(service, order);
            service.stop();
            Sign sign = prepare(service);
            service.launch();
            service.awaitReady();
            sign.await(service);
        }
        ChildProcess process = running(service);
        write(order, point.label() + ":" + nth);
        Await.ready(process, HEEDED_WITHIN, () -> !process.isAlive() || !Files.exists(order));
        return new Armed(service);
    }

    /** It is there whole, or not yet. */
    private static void write(Path file, String text) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static ChildProcess running(ServiceProcess service) {
        return service.process().orElseThrow(() -> new LocalFailure(service.name() + " was not started"));
    }

    /** A process that is to halt at a point; started again it is not. */
    public record Armed(ServiceProcess service) {
        /** @throws LocalFailure if it does not halt within a minute */
        public void requireHalt() {
            if (!halts(HALTS_WITHIN)) {
                throw new LocalFailure(service.name() + " does not pass the point at which it shall halt");
            }
        }

        /**
         * Waits for it to halt, so long at most.
         *
         * @throws LocalFailure if it ends otherwise
         */
        public boolean halts(Duration bound) {
            try {
                int status = running(service).onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
                if (status != HALTED) {
                    throw new LocalFailure(service.name() + " ended with " + status + "; see " + service.logFile());
                }
                return true;
            } catch (TimeoutException _) {
                return false;
            } catch (ExecutionException e) {
                throw new LocalFailure("lost sight of " + service.name() + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalFailure("interrupted while waiting for a crash", e);
            }
        }
    }

    /** @param file null where nothing is changed */
    private record Sign(@Nullable Path file) {
        void await(ServiceProcess service) {
            Path expected = file;
            if (expected != null) {
                Await.ready(running(service), PLANTED_WITHIN, () -> Files.exists(expected));
            }
        }
    }

    /** Its next start is with what is planted now, and with the crash points, if it has ever had to have them. */
    private Sign prepare(ServiceProcess service) {
        Bug bug = planted;
        Path order = orders.get(service);
        boolean buggy = bug != null && has(bug, service);
        if (!buggy && order == null) {
            service.alsoWith(Map.of());
            return new Sign(null);
        }
        Path sign = signs.resolve("planted-" + count.incrementAndGet()).toAbsolutePath();
        List<String> options = new ArrayList<>(List.of("service=" + kind(service), "sign=" + sign));
        if (buggy && bug != null) {
            options.add("bug=" + bug.label());
        }
        if (order != null) {
            options.add("crashes=" + order);
        }
        service.alsoWith(
                Map.of("JAVA_TOOL_OPTIONS", "'-javaagent:%s=%s'".formatted(agent(), String.join(",", options))));
        return new Sign(sign);
    }

    private static boolean has(@Nullable Bug bug, ServiceProcess service) {
        return bug != null && bug.services().contains(kind(service));
    }

    /** {@code message}, {@code gateway} or {@code history}. */
    private static String kind(ServiceProcess service) {
        return service.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Path agent() {
        Path jar = Workspace.find().root().resolve(AGENT);
        if (!Files.exists(jar)) {
            throw new LocalFailure(jar + " is missing: build first (mvn -DskipTests package)");
        }
        return jar;
    }

    private static void each(List<ServiceProcess> services, java.util.function.Consumer<ServiceProcess> action) {
        List<Thread> threads = services.stream()
                .map(service -> Thread.ofVirtual().start(() -> action.accept(service)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
