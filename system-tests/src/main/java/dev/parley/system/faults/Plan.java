package dev.parley.system.faults;

import dev.parley.system.faults.fault.Catalogue;
import dev.parley.system.faults.fault.Crashes;
import dev.parley.system.faults.fault.StagePlan;
import dev.parley.system.plant.agent.CrashPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run shall be.
 *
 * @param length of breaking and mending, at most
 * @param faults names out of {@link Catalogue#names()}; empty: all
 * @param onceEach whether it ends when each fault had its turn, if that is earlier
 * @param overlapping how many faults may be on at once
 * @param commandsPerSecond of all users together
 * @param fsync PostgreSQL's; without it a power cut must lose what was acknowledged, and the run must notice
 * @param dataDirectory of the run's own PostgreSQL, Kafka and Keycloak, and of the logs
 * @param keep whether the data directory stays
 */
public record Plan(
        long seed,
        Duration length,
        List<String> faults,
        boolean onceEach,
        int overlapping,
        int users,
        int rooms,
        double commandsPerSecond,
        boolean fsync,
        Path dataDirectory,
        boolean keep) {

    public static final int GATEWAYS = 3;
    /** Enough for a dozen faults on a machine that is slow and busy with other things. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    public Plan {
        faults = List.copyOf(faults);
        if (users < 2 || rooms < 1 || overlapping < 1 || commandsPerSecond <= 0) {
            throw new IllegalArgumentException("at least 2 users, 1 room, 1 fault at once and some commands");
        }
        List<String> unknown = new ArrayList<>(faults);
        unknown.removeAll(Catalogue.names());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such fault: " + String.join(", ", unknown));
        }
    }

    /** A short run, in which each of these faults has its turn, one after the other. */
    public static Plan ofEach(List<String> faults, long seed, Path dataDirectory) {
        return new Plan(seed, SHORT, faults, true, 1, 16, 6, 20, true, dataDirectory, false);
    }

    StagePlan stage() {
        return new StagePlan(
                dataDirectory, GATEWAYS, Catalogue.needsDisks(faults), Catalogue.needsClocks(faults), fsync);
    }

    /** Whether message-service is to crash between a commit and what follows it. */
    boolean crashes() {
        return faults.isEmpty() || faults.contains(Crashes.name(CrashPoint.AFTER_COMMIT));
    }
}
