package dev.parley.message.batch;

import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Submission;

/** Sees what a {@link BatchRunner} goes through. */
public interface Watch {

    /** What the service cannot work without. */
    enum Dependency {
        DATABASE("database"),
        KAFKA("kafka");

        private final String label;

        Dependency(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** It failed and is tried again after a pause. */
    void waiting(Dependency dependency, Throwable cause);

    /** It works. */
    void working(Dependency dependency);

    void committed(Decision decision);

    void putAside(Submission submission, Throwable cause);
}
