package dev.parley.gateway.delivery;

import java.util.concurrent.atomic.LongAdder;

/** How the cursors of those who came back were honoured. Counted on the delivery thread, read on any. */
public final class Resumes {
    private final LongAdder[] counts = new LongAdder[Result.values().length];

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
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void count(Result result) {
        counts[result.ordinal()].increment();
    }

    public long counted(Result result) {
        return counts[result.ordinal()].sum();
    }
}
