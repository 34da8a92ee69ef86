package dev.parley.gateway.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.presence.SignalPublisher;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/** Takes commands in and sees that each gets its one answer. Any thread. */
@Singleton
public final class CommandDesk {
    private static final Logger LOG = Logger.getLogger(CommandDesk.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);
    /** Somebody who connects often is announced once in this time. */
    private static final Duration SIGN_IN_AGAIN = Duration.ofMinutes(10);

    private final CommandPublisher publisher;
    private final PendingAnswers pending;
    private final SignalPublisher signals;
    private final Vertx vertx;
    private final Cache<String, Person> signedIn = Caffeine.newBuilder()
            .expireAfterWrite(SIGN_IN_AGAIN)
            .maximumSize(100_000)
            .build();

    CommandDesk(CommandPublisher publisher, PendingAnswers pending, SignalPublisher signals, Vertx vertx) {
        this.publisher = publisher;
        this.pending = pending;
        this.signals = signals;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(SWEEP.toMillis(), _ -> pending.sweep());
    }

    public static Answer.Rejected tooFast(String id, int retryAfterSeconds) {
        return new Answer.Rejected(
                id, RejectionCode.RATE_LIMITED, "too many commands; slow down", null, retryAfterSeconds);
    }

    /** Sends the command on its way; the waiter hears of it once. */
    public void submit(Person by, Command command, Waiter waiter) {
        Waiter answered = command instanceof Command.Read ? new ReadWaiter(by, waiter) : waiter;
        pending.await(by.id(), command.id(), answered);
        try {
            publisher.publish(by, command).whenComplete((_, failure) -> {
                if (failure != null) {
                    failed(by, command, answered, failure);
                }
            });
        } catch (IllegalStateException full) {
            refuse(by, command, answered);
        }
    }

    private void failed(Person by, Command command, Waiter waiter, Throwable failure) {
        LOG.warnf("Kafka did not take a command reason=%s", failure.getClass().getSimpleName());
        if (failure instanceof TimeoutException && neverSent(failure)) {
            refuse(by, command, waiter);
        } else if (pending.withdraw(by.id(), command.id(), waiter)) {
            waiter.unknown();
        }
    }

    /** The producer says so of a record for which it never learned a partition. */
    private static boolean neverSent(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("not present in metadata");
    }

    /** Only this waiter: somebody else who waits for the same id may have sent it earlier, when Kafka took it. */
    private void refuse(Person by, Command command, Waiter waiter) {
        if (pending.withdraw(by.id(), command.id(), waiter)) {
            waiter.answered(Answer.Rejected.of(
                    command.id(),
                    RejectionCode.UNAVAILABLE,
                    "nothing was taken; send it again with the same id in a moment"));
        }
    }

    /** Tells message-service who is here, so that people can be found and named before they say anything. */
    public void signedIn(Person person) {
        if (person.equals(signedIn.getIfPresent(person.id()))) {
            return;
        }
        signedIn.put(person.id(), person);
        try {
            publisher.publish(person, new Command.SignIn("signIn")).whenComplete((_, failure) -> {
                if (failure != null) {
                    signedIn.invalidate(person.id());
                }
            });
        } catch (IllegalStateException full) {
            signedIn.invalidate(person.id());
        }
    }

    /** An answer came over the broadcast. */
    public void answered(String user, Answer answer) {
        pending.answer(user, answer);
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
