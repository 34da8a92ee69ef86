package dev.parley.message.batch;

import java.time.Duration;

/** Waits before something is tried again. */
@FunctionalInterface
public interface Pause {

    /** @throws StoppedException if the service ends, at once or while waiting */
    void pause(Duration duration);

    /** The service ends before the batch is done; it will be replayed. */
    final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StoppedException() {
            super("stopped before the batch was done", null, false, false);
        }
    }
}
