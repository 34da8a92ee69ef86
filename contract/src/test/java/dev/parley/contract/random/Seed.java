package dev.parley.contract.random;

import java.util.Random;

/**
 * Runs a test many times, each time with random numbers of its own.
 *
 * <p>A failure names the seed of the run that failed; {@code -Dparley.seed=<seed>} starts with exactly that run.
 */
public final class Seed {
    private static final long BASE = Long.getLong("parley.seed", System.nanoTime());

    private Seed() {}

    /** One run. */
    public interface Run {
        void with(Random random) throws Exception;
    }

    public static void times(int runs, Run run) {
        for (int i = 0; i < runs; i++) {
            long seed = BASE + i;
            try {
                run.with(new Random(seed));
            } catch (Throwable failure) {
                throw new AssertionError("run " + i + " of " + runs + ", again with -Dparley.seed=" + seed, failure);
            }
        }
    }
}
