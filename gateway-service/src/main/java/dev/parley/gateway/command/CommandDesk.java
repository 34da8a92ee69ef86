package dev.parley.gateway.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.presence.Signals;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes commands in and sees that each gets its one answer. Any thread. */
@Singleton
public final class CommandDesk {
    private static final Logger LOG = Logger.getLogger(CommandDesk.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);
    /** Somebody who connects often is announced once in this time. */
    private static final Duration SIGN_IN_AGAIN = Duration.ofMinutes(10);

    private final CommandLog log;
    private final PendingAnswers pending;
    private final Signals signals;
    private final Clock clock;
    /** Names no sending that an earlier process of this gateway's name named: its refusals may still come. */
    private final String sendingPrefix;

    private final AtomicLong sendings = new AtomicLong();
    private final Cache<String, Person> signedIn = Caffeine.newBuilder()
            .expireAfterWrite(SIGN_IN_AGAIN)
            .maximumSize(100_000)
            .executor(Runnable::run)
            .build();

    public CommandDesk(CommandLog log, PendingAnswers pending, Signals signals, Clock clock) {
        this.log = log;
        this.pending = pending;
        this.signals = signals;
        this.clock = clock;
        this.sendingPrefix = Long.toString(clock.millis(), Character.MAX_RADIX) + '-';
    }

    void start(@Observes StartupEvent started, Vertx vertx, GatewayConfig config) {
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep(config.answerPatience()));
    }

    /** For now and then: nobody waits for an answer without end. */
    public void sweep(Duration patience) {
        pending.sweep(clock.instant(), patience);
    }

    public static Answer.Rejected tooFast(String id, int retryAfterSeconds) {
        return new Answer.Rejected(
                id, RejectionCode.RATE_LIMITED, "too many commands; slow down", null, retryAfterSeconds);
    }

    public static Answer.Rejected notTaken(String id) {
        return Answer.Rejected.of(
                id, RejectionCode.UNAVAILABLE, "nothing was taken; send it again with the same id in a moment");
    }

    /** Sends the command on its way; the waiter hears of it once. */
    public void submit(Person by, Command command, Waiter waiter) {
        Waiter answered = command instanceof Command.Read ? new ReadWaiter(by, waiter) : waiter;
        String sending = sendingPrefix + sendings.incrementAndGet();
        pending.await(by.id(), command.id(), sending, clock.instant(), answered);
        try {
            log.append(by, command, sending).whenComplete((_, failure) -> {
                if (failure != null) {
                    failed(by, command, sending, answered, failure);
                }
            });
        } catch (IllegalStateException full) {
            refuse(by, command, sending, answered);
        }
    }

    private void failed(Person by, Command command, String sending, Waiter waiter, Throwable failure) {
        LOG.warnf("Kafka did not take a command reason=%s", failure.getClass().getSimpleName());
        if (pending.withdraw(by.id(), command.id(), sending)) {
            waiter.unknown();
        }
    }

    /** Only this waiter: somebody else who waits for the same id may have sent it earlier, when Kafka took it. */
    private void refuse(Person by, Command command, String sending, Waiter waiter) {
        if (pending.withdraw(by.id(), command.id(), sending)) {
            waiter.answered(notTaken(command.id()));
        }
    }

    /** Tells message-service who is here, so that people can be found and named before they say anything. */
    public void signedIn(Person person) {
        if (person.equals(signedIn.getIfPresent(person.id()))) {
            return;
        }
        signedIn.put(person.id(), person);
        try {
            log.append(person, new Command.SignIn("signIn"), "signIn").whenComplete((_, failure) -> {
                if (failure != null) {
                    signedIn.invalidate(person.id());
                }
            });
        } catch (IllegalStateException full) {
            signedIn.invalidate(person.id());
        }
    }

    /**
     * An answer came over the broadcast.
     *
     * @param sending which sending it is about; null if it does not say, or is about all
     */
    public void answered(String user, @Nullable String sending, Answer answer) {
        pending.answer(user, sending, answer);
    }

    /** The broadcast may have lost answers. */
    public void answersLost() {
        pending.lost();
    }

    /** Moving the read pointer is seen by others: as a signal, because it is no event. */
    private final class ReadWaiter implements Waiter {
        private final Person by;
        private final Waiter waiter;

        ReadWaiter(Person by, Waiter waiter) {
            this.by = by;
            this.waiter = waiter;
        }

        @Override
        public void answered(Answer answer) {
            waiter.answered(answer);
            if (answer instanceof Answer.Accepted accepted && accepted.room() != null && accepted.sequence() != null) {
                signals.publish(new Signal.Receipt(accepted.room(), by.id(), accepted.sequence()));
            }
        }

        @Override
        public void unknown() {
            waiter.unknown();
        }

        @Override
        public boolean gone() {
            return waiter.gone();
        }
    }
}
