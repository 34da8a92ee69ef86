package dev.parley.gateway.delivery;

/** How the cursors of those who came back were honoured. */
public final class Resumes extends Tally<Resumes.Result> {
    /** Where what was missed came from. */
    public enum Result {
        /** The room's recent events had it all, or there was nothing. */
        RING("ring"),
        /** history-service was asked. */
        HISTORY("history"),
        /** From nowhere: the client was told {@code reset}. */
        RESET("reset");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    Resumes() {
        super(Result.class);
    }
}
