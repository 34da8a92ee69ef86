package dev.parley.history.search;

import dev.parley.contract.ProblemKind;
import dev.parley.history.database.ReadConfig;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many searches run at once; the others wait for their turn, in the order in which they came. Searches take
 * longest of all reads: some of them would otherwise have all connections, and gateways could not ask who may listen.
 *
 * <p>A search that is answered as late gives its turn away, though its statement may run for the rest of its time.
 */
@Singleton
class SearchTurns {
    private static final int WAITING_MAX = 100;

    private final Vertx vertx;
    private final ReadConfig config;
    private final Queue<Waiting<?>> waiting = new ArrayDeque<>();
    private int running;

    SearchTurns(Vertx vertx, ReadConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Fails as unavailable if too many wait, or if the turn does not come in the time that a read may take. */
    <T> Uni<T> of(Supplier<Uni<T>> search) {
        return Uni.createFrom().emitter(answer -> enter(new Waiting<>(search, answer, Vertx.currentContext())));
    }

    private void enter(Waiting<?> one) {
        synchronized (this) {
            if (running >= config.searchesMax()) {
                if (waiting.size() < WAITING_MAX) {
                    waiting.add(one);
                    vertx.setTimer(config.timeout().toMillis(), _ -> giveUp(one));
                } else {
                    one.refuse();
                }
                return;
            }
            running++;
        }
        one.run();
    }

    private void giveUp(Waiting<?> one) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(one);
        }
        if (waited) {
            one.refuse();
        }
    }

    private void next() {
        @Nullable Waiting<?> one;
        synchronized (this) {
            one = waiting.poll();
            if (one == null) {
                running--;
            }
        }
        if (one != null) {
            one.begin();
        }
    }

    /** Compared by identity: two people may ask for the same. */
    private final class Waiting<T> {
        private final Supplier<Uni<T>> search;
        private final UniEmitter<? super T> answer;
        private final @Nullable Context context;

        Waiting(Supplier<Uni<T>> search, UniEmitter<? super T> answer, @Nullable Context context) {
            this.search = search;
            this.answer = answer;
            this.context = context;
        }

        /** On its own request's context, and not on that of whoever was before. */
        void begin() {
            if (context == null) {
                run();
            } else {
                context.runOnContext(_ -> run());
            }
        }

        void run() {
            Uni.createFrom()
                    .deferred(search::get)
                    .onTermination()
                    .invoke(SearchTurns.this::next)
                    .subscribe()
                    .with(answer::complete, answer::fail);
        }

        void refuse() {
            answer.fail(ProblemException.of(
                    ProblemKind.UNAVAILABLE, "Too many people search at the moment; try again soon."));
        }
    }
}
