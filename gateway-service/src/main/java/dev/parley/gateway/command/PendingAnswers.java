package dev.parley.gateway.command;

import dev.parley.contract.Answer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who waits for which command. The key is the command's idempotency key, so the first answer that comes, the event, a
 * reply or another gateway's repeat, serves everybody who waits for it here.
 */
@Singleton
final class PendingAnswers {
    private final ConcurrentHashMap<Key, List<Waiter>> waiting = new ConcurrentHashMap<>();

    private record Key(String user, String command) {}

    void await(String user, String command, Waiter waiter) {
        waiting.merge(new Key(user, command), List.of(waiter), (before, more) -> {
            List<Waiter> all = new ArrayList<>(before);
            all.addAll(more);
            return all;
        });
    }

    /** Takes out everybody who waits for the command; empty if nobody does, as after a repeat's second answer. */
    List<Waiter> take(String user, String command) {
        List<Waiter> waiters = waiting.remove(new Key(user, command));
        return waiters == null ? List.of() : waiters;
    }

    /** Takes out one of those who wait; false if an answer was faster. */
    boolean withdraw(String user, String command, Waiter waiter) {
        boolean[] found = {false};
        waiting.computeIfPresent(new Key(user, command), (_, waiters) -> {
            List<Waiter> left = new ArrayList<>(waiters);
            found[0] = left.remove(waiter);
            return left.isEmpty() ? null : left;
        });
        return found[0];
    }

    void answer(String user, Answer answer) {
        take(user, answer.id()).forEach(waiter -> waiter.answered(answer));
    }

    /** Forgets those who went away before their answer came. */
    void sweep() {
        for (Key key : waiting.keySet()) {
            waiting.computeIfPresent(key, (_, waiters) -> {
                List<Waiter> left =
                        waiters.stream().filter(waiter -> !waiter.gone()).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    int size() {
        return waiting.size();
    }
}
