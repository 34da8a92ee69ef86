package dev.parley.system.plant;

import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts bugs into services and takes them out again, and makes services halt at a point of their code. */
public final class Planter {
    private static final String AGENT = "system-tests/target/parley-system-tests-agent.jar";
    private static final Duration PLANTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration HEEDED_WITHIN = Duration.ofSeconds(30);
    private static final Duration HALTS_WITHIN = Duration.ofSeconds(60);
    /** The agent's exit status at a crash point. */
    private static final int HALTED = 71;

    private final List<ServiceProcess> services;
    private final Path folder;
    /** Of each service that has the agent. */
    private final Map<ServiceProcess, Orders> orders = new ConcurrentHashMap<>();

    private volatile @Nullable Bug planted;

    /** @param folder for the orders that the services find in files, and their answers */
    public Planter(List<ServiceProcess> services, Path folder) {
        this.services = List.copyOf(services);
        this.folder = folder;
    }

    /** The bug that is there now. */
    public @Nullable Bug planted() {
        return planted;
    }

    /**
     * Takes out the bug that is there, and puts in this one; returns when all services are changed as they should be. The
     * first time one has to be, it is restarted for it, with the agent in it; from then on it is changed as it runs.
     */
    public void plant(@Nullable Bug bug) {
        List<ServiceProcess> concerned = services.stream()
                .filter(one -> has(planted, one) || has(bug, one))
                .toList();
        planted = bug;
        equip(concerned);
        for (ServiceProcess service : concerned) {
            of(service).bug(has(bug, service) ? bug : null);
        }
        concerned.forEach(this::awaitPlanted);
    }

    /**
     * Makes a message-service halt when it passes the point for the nth time from now on. Returns when it knows; it may have
     * halted then. The first time it is restarted for it, with the agent in it.
     */
    public Armed arm(ServiceProcess service, CrashPoint point, int nth) {
        equip(List.of(service));
        Orders own = of(service);
        ChildProcess process = running(service);
        own.crash(point, nth);
        Await.ready(process, HEEDED_WITHIN, () -> !process.isAlive() || own.crashHeeded());
        return new Armed(service);
    }

    /** Restarts those of them that have no agent yet; all at once. */
    private void equip(List<ServiceProcess> wanted) {
        List<ServiceProcess> without =
                wanted.stream().filter(one -> !orders.containsKey(one)).toList();
        each(without, ServiceProcess::stop);
        for (ServiceProcess service : without) {
            var own = new Orders(folder.resolve("orders-" + service.name()));
            orders.put(service, own);
            // Beside what else it is given, which stands in JAVA_TOOL_OPTIONS.
            service.alsoWith(Map.of(
                    "JDK_JAVA_OPTIONS",
                    "'-javaagent:%s=service=%s,orders=%s'".formatted(agent(), kind(service), own.folder())));
            service.launch();
        }
        for (ServiceProcess service : without) {
            service.awaitReady();
            awaitPlanted(service);
        }
    }

    private void awaitPlanted(ServiceProcess service) {
        Await.ready(running(service), PLANTED_WITHIN, of(service)::planted);
    }

    private Orders of(ServiceProcess service) {
        Orders own = orders.get(service);
        if (own == null) {
            throw new IllegalStateException(service.name() + " has no agent");
        }
        return own;
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
