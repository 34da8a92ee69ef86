package dev.parley.message.intake;

import dev.parley.contract.RejectionCode;
import dev.parley.message.batch.Watch;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Outcome;
import dev.parley.message.sequencing.Submission;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts what is done and remembers what is waited for, for metrics, health and the log. */
@ApplicationScoped
public class IntakeWatch implements Watch {
    private static final Logger LOG = Logger.getLogger(IntakeWatch.class);

    /** Upper bounds of the histogram's buckets; the finest steps are where a promise about the time would be made. */
    private static final Duration[] ACCEPT_BOUNDS = LongStream.of(
                    2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Clock clock;
    private final Timer accept;
    private final DistributionSummary batchSize;
    private final Counter deadLetters;
    private final Map<String, Counter> commands = new ConcurrentHashMap<>();
    private final Map<Dependency, String> waitingFor = new EnumMap<>(Dependency.class);
    private volatile @Nullable String ended;

    public IntakeWatch(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.accept = Timer.builder("parley.accept")
                .description("From when a gateway took a command, by its clock, until it was committed, by this one's")
                .serviceLevelObjectives(ACCEPT_BOUNDS)
                .register(meters);
        this.batchSize = DistributionSummary.builder("parley.batch.size")
                .description("Commands that one transaction decided")
                .baseUnit("commands")
                .register(meters);
        this.deadLetters = Counter.builder("parley.dead.letters")
                .description("Records that could not be understood or stored")
                .register(meters);
    }

    @Override
    public void waiting(Dependency dependency, Throwable cause) {
        String reason = rootMessage(cause);
        boolean first;
        synchronized (waitingFor) {
            first = waitingFor.put(dependency, reason) == null;
        }
        if (first) {
            LOG.warnf("Waiting dependency=%s reason=%s", dependency.label(), reason);
            LOG.debugf(cause, "Waiting dependency=%s", dependency.label());
        }
    }

    @Override
    public void working(Dependency dependency) {
        boolean again;
        synchronized (waitingFor) {
            again = waitingFor.remove(dependency) != null;
        }
        if (again) {
            LOG.infof("Working again dependency=%s", dependency.label());
        }
    }

    /** Why a dependency is waited for; empty if it is not. */
    Optional<String> waitingFor(Dependency dependency) {
        synchronized (waitingFor) {
            return Optional.ofNullable(waitingFor.get(dependency));
        }
    }

    @Override
    public void committed(Decision decision) {
        Instant now = clock.instant();
        batchSize.record(decision.outcomes().size());
        for (Outcome outcome : decision.outcomes()) {
            count(outcome.submission().command().type(), result(outcome));
            accept.record(Duration.between(outcome.submission().origin().receivedAt(), now));
        }
    }

    @Override
    public void putAside(Submission submission, Throwable cause) {
        deadLetters.increment();
        count(submission.command().type(), RejectionCode.INVALID.label());
        LOG.errorf(
                cause,
                "Put a command aside type=%s partition=%s offset=%d",
                submission.command().type(),
                submission.position().partition(),
                submission.position().offset());
    }

    /** No more commands are taken. */
    void ended(Throwable cause) {
        ended = rootMessage(cause);
        LOG.errorf(cause, "Taking no more commands");
    }

    Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    void notUnderstood(int partition, long offset, String reason) {
        deadLetters.increment();
        LOG.warnf("Record not understood partition=%d offset=%d reason=%s", partition, offset, reason);
    }

    private void count(String type, String result) {
        commands.computeIfAbsent(
                        type + ' ' + result,
                        _ -> Counter.builder("parley.commands")
                                .description("Commands that were decided")
                                .tag("type", type)
                                .tag("result", result)
                                .register(meters))
                .increment();
    }

    private static String result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written _, Outcome.Noted _, Outcome.SignedIn _ -> "accepted";
            case Outcome.Repeated _ -> "repeat";
            case Outcome.Refused refused -> refused.answer().code().label();
        };
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }
}
