package dev.parley.system.plant.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where message-service can be made to halt: no cleaning up, no shutdown, as if the power were gone. */
public enum CrashPoint {
    AFTER_CONSUME("after-consume", "intake.CommandIntake", "take", new Edit.Enter("after-consume")),
    BEFORE_COMMIT("before-commit", "store.PostgresStore", "written", new Edit.Return("beforeCommit")),
    AFTER_COMMIT("after-commit", "store.PostgresStore", "transact", new Edit.Leave("after-commit")),
    BEFORE_PRODUCE("before-produce", "publishing.KafkaPublisher", "publish", new Edit.Enter("before-produce")),
    AFTER_PRODUCE("after-produce", "publishing.KafkaPublisher", "publish", new Edit.Leave("after-produce")),
    BEFORE_OFFSET_COMMIT(
            "before-offset-commit", "intake.CommandIntake", "take", new Edit.Leave("before-offset-commit"));

    private final String label;
    private final Change change;

    CrashPoint(String label, String type, String method, Edit edit) {
        this.label = label;
        this.change = new Change("dev.parley.message." + type, method, edit);
    }

    public static Optional<CrashPoint> named(String label) {
        return Arrays.stream(values())
                .filter(point -> point.label.equals(label))
                .findFirst();
    }

    /** As people name it. */
    public String label() {
        return label;
    }

    public List<Change> changes() {
        return List.of(change);
    }
}
