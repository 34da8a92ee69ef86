package dev.parley.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.database.ReadConfig;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchTurnsTest {
    private static final int AT_ONCE = 2;
    private static final int WAITING_MAX = 100;

    /** Searches that have begun, in that order. */
    private final List<UniEmitter<? super String>> begun = new ArrayList<>();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private SearchTurns turns(Duration timeout) {
        return new SearchTurns(vertx, new ReadConfig() {
            @Override
            public int concurrentMax() {
                return Integer.MAX_VALUE;
            }

            @Override
            public int searchesMax() {
                return AT_ONCE;
            }

            @Override
            public Duration timeout() {
                return timeout;
            }
        });
    }

    private List<UniAssertSubscriber<String>> search(SearchTurns turns, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> turns.of(() -> Uni.createFrom().<String>emitter(begun::add))
                        .subscribe()
                        .withSubscriber(UniAssertSubscriber.create()))
                .toList();
    }

    @Test
    void only_so_many_run_and_the_next_begins_when_one_ends_well_or_badly() {
        var searches = search(turns(Duration.ofMinutes(1)), 4);
        assertThat(begun).hasSize(AT_ONCE);

        begun.get(0).complete("found");
        assertThat(begun).hasSize(3);
        begun.get(1).fail(new IllegalStateException("broken"));
        assertThat(begun).hasSize(4);
        begun.get(2).complete("third");
        begun.get(3).complete("fourth");

        searches.get(0).assertCompleted().assertItem("found");
        searches.get(1).assertFailedWith(IllegalStateException.class);
        searches.get(2).assertItem("third");
        searches.get(3).assertItem("fourth");
    }

    @Test
    void when_all_have_ended_as_many_may_begin_again() {
        SearchTurns turns = turns(Duration.ofMinutes(1));
        search(turns, 3);
        while (!begun.isEmpty()) {
            begun.removeFirst().complete("found");
        }

        search(turns, 3);

        assertThat(begun).hasSize(AT_ONCE);
    }

    @Test
    void one_more_than_may_wait_is_refused() {
        var searches = search(turns(Duration.ofMinutes(1)), AT_ONCE + WAITING_MAX + 1);

        searches.getLast().assertFailedWith(ProblemException.class);
        searches.get(AT_ONCE + WAITING_MAX - 1).assertNotTerminated();
    }

    @Test
    void whose_turn_does_not_come_in_time_is_refused_while_the_others_still_run() {
        SearchTurns turns = turns(Duration.ofMillis(20));
        var searches = search(turns, 4);

        searches.get(2).awaitFailure().assertFailedWith(ProblemException.class);
        searches.get(3).awaitFailure().assertFailedWith(ProblemException.class);
        assertThat(begun).hasSize(AT_ONCE);
        begun.removeFirst().complete("found");
        search(turns, 2);
        assertThat(begun).as("one has gone, so one may begin").hasSize(AT_ONCE);
    }
}
