package dev.parley.system.faults;

import dev.parley.local.Progress;
import dev.parley.system.faults.fault.Stage;
import dev.parley.system.faults.fault.StagePlan;
import dev.parley.system.plant.agent.Bug;
import java.time.Duration;

/**
 * Short runs with a bug in the services, one bug after the other on one stage. A bug that has not come to light is given
 * more time, up to what an ordinary run has.
 */
public final class PlantedRuns implements AutoCloseable {
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final int ROUNDS = 6;
    private static final int GATEWAYS = 2;
    private static final int USERS = 10;
    private static final int ROOMS = 5;
    private static final double COMMANDS_PER_SECOND = 25;

    private final Stage stage;
    private final Plan frame;
    private final Progress progress;
    private int runs;

    private PlantedRuns(Stage stage, Plan frame, Progress progress) {
        this.stage = stage;
        this.frame = frame;
        this.progress = progress;
    }

    /** @param frame says where data and logs go, and whether they stay */
    public static PlantedRuns start(Plan frame, Progress progress) {
        var stage = new StagePlan(frame.dataDirectory(), GATEWAYS, false, false, true);
        return new PlantedRuns(Stage.start(stage, progress), frame, progress);
    }

    /** Until it is noticed, or for as many rounds as there are. The last round's outcome. */
    public Outcome with(Bug bug, long seed) throws InterruptedException {
        Proof proof = Proof.of(bug);
        long from = System.nanoTime();
        stage.planter().plant(bug);
        progress.say(
                "planted %s (%.1f s): %s".formatted(bug.label(), (System.nanoTime() - from) / 1e9, bug.description()));
        Outcome outcome = round(proof, seed);
        int rounds = proof.columns().isEmpty() ? 1 : ROUNDS;
        for (int i = 1; i < rounds && !proof.caught(outcome.verdict()); i++) {
            outcome = round(proof, seed + i);
        }
        progress.say(
                "%s: %s (%.1f s)".formatted(bug.label(), outcome.verdict().counts(), (System.nanoTime() - from) / 1e9));
        return outcome;
    }

    private Outcome round(Proof proof, long seed) throws InterruptedException {
        var plan = new Plan(
                seed,
                LENGTH,
                proof.faults(),
                false,
                proof.overlapping(),
                USERS,
                ROOMS,
                COMMANDS_PER_SECOND,
                true,
                frame.dataDirectory(),
                frame.keep());
        return new Run(plan, "planted-" + ++runs, progress).on(stage);
    }

    @Override
    public void close() {
        stage.close();
        if (!frame.keep()) {
            Run.delete(frame);
        }
    }
}
