package dev.parley.gateway.command;

import dev.parley.contract.Answer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for which command. The key is the command's idempotency key, so the first acceptance that comes, as an event,
 * a reply or another gateway's repeat, serves everybody who waits for it here. A rejection is about one sending: another
 * one of the same id may be accepted.
 */
@Singleton
public final class PendingAnswers {
    private final ConcurrentHashMap<Key, List<Waiting>> waiting = new ConcurrentHashMap<>();

    private record Key(String user, String command) {}

    private record Waiting(String sending, Instant since, Waiter waiter) {}

    void await(String user, String command, String sending, Instant since, Waiter waiter) {
        waiting.merge(new Key(user, command), List.of(new Waiting(sending, since, waiter)), (before, more) -> {
            List<Waiting> all = new ArrayList<>(before);
            all.addAll(more);
            return all;
        });
    }

    /** Takes out the one who waits for this sending; false if an answer was faster. */
    boolean withdraw(String user, String command, String sending) {
        return !take(new Key(user, command), one -> one.sending.equals(sending)).isEmpty();
    }

    /** @param sending null if the answer does not say: then it is for everybody who waits for the command */
    void answer(String user, @Nullable String sending, Answer answer) {
        Predicate<Waiting> meant = switch (answer) {
            case Answer.Accepted _ -> _ -> true;
            case Answer.Rejected _ -> one -> sending == null || one.sending.equals(sending);
        };
        take(new Key(user, answer.id()), meant).forEach(one -> one.waiter.answered(answer));
    }

    /** Forgets those who went away, and tells those who have waited too long that nobody will say. */
    void sweep(Instant now, Duration patience) {
        Instant tooLong = now.minus(patience);
        for (Key key : waiting.keySet()) {
            take(key, one -> one.waiter.gone() || one.since.isBefore(tooLong)).stream()
                    .filter(one -> !one.waiter.gone())
                    .forEach(one -> one.waiter.unknown());
        }
    }

    /** Answers may have been lost: tells everybody that nobody will say. */
    void lost() {
        for (Key key : waiting.keySet()) {
            take(key, _ -> true).forEach(one -> one.waiter.unknown());
        }
    }

    private List<Waiting> take(Key key, Predicate<Waiting> meant) {
        List<Waiting> taken = new ArrayList<>(1);
        waiting.computeIfPresent(key, (_, all) -> {
            List<Waiting> left = new ArrayList<>(0);
            all.forEach(one -> (meant.test(one) ? taken : left).add(one));
            return left.isEmpty() ? null : left;
        });
        return taken;
    }

    int size() {
        return waiting.size();
    }

    /** For how long the one who has waited longest waits; nothing if nobody waits. */
    Duration longestWait(Instant now) {
        return waiting.values().stream()
                .flatMap(List::stream)
                .filter(one -> !one.waiter.gone())
                .map(Waiting::since)
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
    }
}
