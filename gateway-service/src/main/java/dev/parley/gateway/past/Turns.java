package dev.parley.gateway.past;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets only so many requests be under way at once; the others wait for their turn, in the order in which they came. Their
 * time runs from when it comes: what has waited long is not too late before it was asked.
 */
final class Turns {
    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    Turns(int most) {
        this.most = most;
    }

    /** Any thread. */
    <T> Future<T> of(Supplier<Future<T>> request) {
        Promise<T> answer = Promise.promise();
        enter(() -> begin(request).onComplete(result -> {
            next();
            answer.handle(result);
        }));
        return answer.future();
    }

    private static <T> Future<T> begin(Supplier<Future<T>> request) {
        try {
            return request.get();
        } catch (RuntimeException unasked) {
            return Future.failedFuture(unasked);
        }
    }

    private void enter(Runnable turn) {
        synchronized (this) {
            if (underWay == most) {
                waiting.add(turn);
                return;
            }
            underWay++;
        }
        turn.run();
    }

    private void next() {
        Runnable turn;
        synchronized (this) {
            turn = waiting.poll();
            if (turn == null) {
                underWay--;
                return;
            }
        }
        turn.run();
    }
}
