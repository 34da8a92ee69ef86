package dev.parley.system.plant;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts a bug into services that run, or a point at which they halt, and takes it out again. */
public final class Planter {
    private static final String AGENT = "system-tests/target/parley-system-tests-agent.jar";
    private static final Duration HALTS_WITHIN = Duration.ofSeconds(60);
    /** For a process that went away while it was spoken to. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);
    /** The agent's exit status at a crash point. */
    private static final int HALTED = 71;

    private final List<ServiceProcess> services;
    private volatile @Nullable Bug planted;

    public Planter(List<ServiceProcess> services) {
        this.services = List.copyOf(services);
    }

    /** The bug that is there now. */
    public @Nullable Bug planted() {
        return planted;
    }

    /**
     * Takes out the bug that is there, and puts in this one; returns when each of the services is changed as it should be.
     * They go on running, and who is started again is started with the bug.
     */
    public void plant(@Nullable Bug bug) {
        List<ServiceProcess> changed = services.stream()
                .filter(one -> has(planted, one) || has(bug, one))
                .toList();
        planted = bug;
        for (ServiceProcess service : changed) {
            prepare(service);
            load(service, what(service));
        }
    }

    /**
     * Changes a message-service that runs so that it halts when it passes the point for the nth time. It may have halted
     * when this returns. Started again it has no such point.
     */
    public Armed arm(ServiceProcess service, CrashPoint point, int nth) {
        prepare(service);
        List<String> options = what(service);
        options.add("crash=" + point.label() + ":" + nth);
        Armed armed = new Armed(service);
        try {
            load(service, options);
        } catch (LocalFailure failure) {
            // It halted before it could say that it will.
            if (!armed.halts(GONE_WITHIN)) {
                throw failure;
            }
        }
        return armed;
    }

    private static ChildProcess running(ServiceProcess service) {
        return service.process().orElseThrow(() -> new LocalFailure(service.name() + " was not started"));
    }

    /** A process with a point at which it halts. */
    public final class Armed {
        private final ServiceProcess service;

        private Armed(ServiceProcess service) {
            this.service = service;
        }

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

        /** Takes the point out again, unless the process has halted by now. */
        public void disarm() {
            try {
                load(service, what(service));
            } catch (LocalFailure failure) {
                if (!halts(GONE_WITHIN)) {
                    throw failure;
                }
            }
        }
    }

    /** Its next start is with what is planted now. */
    private void prepare(ServiceProcess service) {
        if (!has(planted, service)) {
            service.alsoWith(Map.of());
            return;
        }
        String options = String.join(",", what(service));
        service.alsoWith(Map.of("JDK_JAVA_OPTIONS", "'-javaagent:%s=%s'".formatted(agent(), options)));
    }

    /** What is planted now, as the agent takes it. */
    private List<String> what(ServiceProcess service) {
        Bug bug = planted;
        List<String> options = new ArrayList<>(List.of("service=" + kind(service)));
        if (bug != null && has(bug, service)) {
            options.add("bug=" + bug.label());
        }
        return options;
    }

    /** Into a process that runs; returns when it is changed. */
    private static void load(ServiceProcess service, List<String> options) {
        String process = Long.toString(running(service).pid());
        try {
            VirtualMachine machine = VirtualMachine.attach(process);
            try {
                machine.loadAgent(agent().toString(), String.join(",", options));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException | IOException e) {
            throw new LocalFailure(
                    "cannot change %s while it runs: %s; see %s"
                            .formatted(service.name(), e.getMessage(), service.logFile()),
                    e);
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
        Path jar = Workspace.find().root().resolve(AGENT).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new LocalFailure(jar + " is missing: build first (mvn -DskipTests package)");
        }
        return jar;
    }
}
