package dev.parley.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PendingAnswers pending = new PendingAnswers();
    private final List<String> heard = new ArrayList<>();

    private final class Recorder implements Waiter {
        private final String name;
        private boolean gone;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void answered(Answer answer) {
            heard.add(name + ":" + answer.id());
        }

        @Override
        public void unknown() {
            heard.add(name + ":unknown");
        }

        @Override
        public boolean gone() {
            return gone;
        }
    }

    private void await(String user, String command, String sending, Waiter waiter) {
        pending.await(user, command, sending, NOW, waiter);
    }

    @Test
    void one_acceptance_serves_everybody_who_waits_for_the_command_and_the_second_nobody() {
        await("alice", "c1", "1", new Recorder("socket"));
        await("alice", "c1", "2", new Recorder("http"));

        pending.answer("alice", null, Answer.Accepted.of("c1"));
        pending.answer("alice", "2", Answer.Accepted.of("c1"));

        assertThat(heard).containsExactly("socket:c1", "http:c1");
    }

    @Test
    void a_rejection_is_told_only_to_whoever_sent_it_that_time() {
        await("alice", "c1", "1", new Recorder("first"));
        await("alice", "c1", "2", new Recorder("second"));

        pending.answer("alice", "1", rejected());
        assertThat(heard).containsExactly("first:c1");

        pending.answer("alice", "1", rejected());
        pending.answer("alice", "2", Answer.Accepted.of("c1"));
        assertThat(heard).containsExactly("first:c1", "second:c1");
    }

    @Test
    void a_rejection_that_does_not_say_of_which_sending_is_for_everybody() {
        await("alice", "c1", "1", new Recorder("first"));
        await("alice", "c1", "2", new Recorder("second"));

        pending.answer("alice", null, rejected());

        assertThat(heard).containsExactly("first:c1", "second:c1");
    }

    @Test
    void another_users_command_with_the_same_id_is_another_command() {
        await("alice", "c1", "1", new Recorder("alice"));
        pending.answer("bob", null, Answer.Accepted.of("c1"));
        assertThat(heard).isEmpty();
    }

    @Test
    void those_who_went_away_are_forgotten_and_those_who_stay_are_not() {
        Recorder left = new Recorder("left");
        left.gone = true;
        await("alice", "c1", "1", left);
        await("alice", "c2", "2", left);
        await("alice", "c2", "3", new Recorder("stays"));

        pending.sweep(NOW, PATIENCE);

        assertThat(pending.size()).isEqualTo(1);
        pending.answer("alice", null, Answer.Accepted.of("c2"));
        assertThat(heard).containsExactly("stays:c2");
    }

    @Test
    void nobody_waits_without_end_for_an_answer_that_was_lost() {
        await("alice", "c1", "1", new Recorder("first"));
        pending.await("alice", "c1", "2", NOW.plusSeconds(1), new Recorder("second"));

        pending.sweep(NOW.plus(PATIENCE), PATIENCE);
        assertThat(heard).isEmpty();

        pending.sweep(NOW.plus(PATIENCE).plusMillis(1), PATIENCE);
        assertThat(heard).containsExactly("first:unknown");
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void when_answers_may_have_been_lost_everybody_is_told_so() {
        await("alice", "c1", "1", new Recorder("alice"));
        await("bob", "c2", "2", new Recorder("bob"));

        pending.lost();

        assertThat(heard).containsExactlyInAnyOrder("alice:unknown", "bob:unknown");
        assertThat(pending.size()).isZero();
    }

    @Test
    void the_longest_wait_is_of_somebody_who_is_still_there() {
        Recorder left = new Recorder("left");
        left.gone = true;
        assertThat(pending.longestWait(NOW)).isZero();

        await("alice", "c1", "1", left);
        pending.await("alice", "c1", "2", NOW.plusSeconds(3), new Recorder("first"));
        pending.await("bob", "c2", "3", NOW.plusSeconds(5), new Recorder("second"));
        assertThat(pending.longestWait(NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(7));

        pending.answer("alice", null, Answer.Accepted.of("c1"));
        assertThat(pending.longestWait(NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(5));
    }

    private static Answer rejected() {
        return Answer.Rejected.of("c1", RejectionCode.FORBIDDEN, "no");
    }
}
