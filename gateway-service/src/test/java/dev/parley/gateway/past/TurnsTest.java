package dev.parley.gateway.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Promise<String>> open = new ArrayList<>();
    private final Turns turns = new Turns(2);

    private Future<String> ask() {
        return turns.of(() -> {
            Promise<String> promise = Promise.promise();
            open.add(promise);
            return promise.future();
        });
    }

    @Test
    void so_many_are_under_way_and_the_next_begins_when_one_of_them_ends() {
        List<Future<String>> answers = List.of(ask(), ask(), ask(), ask());
        assertThat(open).hasSize(2);

        open.get(1).complete("two");
        assertThat(open).hasSize(3);
        open.get(0).fail("away");
        assertThat(open).hasSize(4);
        open.get(2).complete("three");
        open.get(3).complete("four");

        assertThat(answers.get(0).failed()).isTrue();
        assertThat(answers.subList(1, 4)).extracting(Future::result).containsExactly("two", "three", "four");
    }

    @Test
    void one_that_cannot_even_be_asked_gives_its_turn_away() {
        for (int i = 0; i < 3; i++) {
            Future<String> failed = turns.of(() -> {
                throw new IllegalStateException("there is no such address");
            });
            assertThat(failed.failed()).isTrue();
        }

        Future<String> answer = ask();
        open.getFirst().complete("one");
        assertThat(answer.result()).isEqualTo("one");
    }

    @Test
    void who_ended_leaves_room_for_others() {
        for (int i = 0; i < 5; i++) {
            ask();
            open.getLast().complete("done");
        }
        assertThat(open).hasSize(5);
    }
}
