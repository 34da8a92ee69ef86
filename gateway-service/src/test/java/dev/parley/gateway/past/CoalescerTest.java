package dev.parley.gateway.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.delivery.Past.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private final List<List<Integer>> requests = new ArrayList<>();
    private final List<Promise<List<String>>> open = new ArrayList<>();
    private final Coalescer<Integer, String> coalescer = new Coalescer<>(10, questions -> {
        requests.add(questions);
        Promise<List<String>> promise = Promise.promise();
        open.add(promise);
        return promise.future();
    });
    private final List<Reply<List<String>>> replies = new ArrayList<>();

    @Test
    void the_first_question_goes_out_at_once_and_those_behind_it_go_together() {
        coalescer.ask(List.of(1), replies::add);
        coalescer.ask(List.of(2, 3), replies::add);
        coalescer.ask(List.of(4), replies::add);
        assertThat(requests).containsExactly(List.of(1));

        open.get(0).complete(List.of("one"));
        assertThat(requests).containsExactly(List.of(1), List.of(2, 3, 4));

        open.get(1).complete(List.of("two", "three", "four"));
        assertThat(replies)
                .containsExactly(
                        new Reply.Known<>(List.of("one")),
                        new Reply.Known<>(List.of("two", "three")),
                        new Reply.Known<>(List.of("four")));
    }

    @Test
    void a_failed_request_answers_everybody_in_it_and_the_next_one_goes_out() {
        coalescer.ask(List.of(1), replies::add);
        coalescer.ask(List.of(2), replies::add);

        open.get(0).fail("away");
        open.get(1).complete(List.of("two"));

        assertThat(replies).containsExactly(new Reply.Unreachable<>(), new Reply.Known<>(List.of("two")));
    }

    @Test
    void an_answer_of_the_wrong_length_is_no_answer() {
        coalescer.ask(List.of(1, 2), replies::add);
        open.get(0).complete(List.of("one"));
        assertThat(replies).containsExactly(new Reply.Unreachable<>());
    }

    @Test
    void a_question_that_cannot_even_be_asked_is_answered_and_the_next_one_goes_out() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Coalescer<Integer, String> failing = new Coalescer<>(10, questions -> {
            if (broken.get()) {
                throw new IllegalStateException("there is no such address");
            }
            return Future.succeededFuture(List.of("two"));
        });

        failing.ask(List.of(1), replies::add);
        broken.set(false);
        failing.ask(List.of(2), replies::add);

        assertThat(replies).containsExactly(new Reply.Unreachable<>(), new Reply.Known<>(List.of("two")));
    }
}
