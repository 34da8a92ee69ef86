package dev.parley.history.problems;

import dev.parley.contract.ProblemKind;
import dev.parley.history.database.DatabaseAway;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Says what a failure is to the outside. What is our own fault is logged and told without its insides. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final AtomicLong LAST_WARNING_NANOS = new AtomicLong(System.nanoTime() - WARNING_INTERVAL_NANOS);

    private Problems() {}

    public static Problem of(Throwable failure) {
        return known(failure).orElseGet(() -> {
            LOG.error("request failed", failure);
            return Problem.of(ProblemKind.INTERNAL, "Something went wrong here; it is logged.");
        });
    }

    private static Optional<Problem> known(Throwable failure) {
        if (failure instanceof ProblemException refusal) {
            return Optional.of(refusal.problem());
        }
        if (IdentityProviderAway.isCauseOf(failure)) {
            return Optional.of(
                    Problem.of(ProblemKind.UNAVAILABLE, "Tokens can't be checked at the moment; try again soon."));
        }
        if (DatabaseAway.isCauseOf(failure)) {
            warnOnceASecond(failure);
            return Optional.of(
                    Problem.of(ProblemKind.UNAVAILABLE, "The history can't be read at the moment; try again soon."));
        }
        return Optional.empty();
    }

    /** While the database is away every request fails: one line tells it, a thousand lines a second hide the rest. */
    private static void warnOnceASecond(Throwable failure) {
        long nowNanos = System.nanoTime();
        long lastNanos = LAST_WARNING_NANOS.get();
        if (nowNanos - lastNanos >= WARNING_INTERVAL_NANOS && LAST_WARNING_NANOS.compareAndSet(lastNanos, nowNanos)) {
            LOG.warnf("database away: cause=%s", DatabaseAway.describe(failure));
        }
    }
}
