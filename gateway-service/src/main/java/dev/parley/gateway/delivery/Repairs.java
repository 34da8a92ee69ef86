package dev.parley.gateway.delivery;

/** Why rooms asked history-service for events that the broadcast should have brought; asking again is not counted. */
public final class Repairs extends Tally<Repairs.Cause> {
    /** What was noticed. */
    public enum Cause {
        /** An event came, and not the one before it. */
        HOLE("hole"),
        /** history-service spoke of an event that did not come in time. */
        TAIL("tail"),
        /** Kafka no longer has what comes next, or somebody listens who may no longer. */
        DOUBT("doubt");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    Repairs() {
        super(Cause.class);
    }
}
