package dev.parley.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAnswersTest {
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

    @Test
    void one_answer_serves_everybody_who_waits_for_the_command_and_the_second_nobody() {
        pending.await("alice", "c1", new Recorder("socket"));
        pending.await("alice", "c1", new Recorder("http"));

        pending.answer("alice", Answer.Accepted.of("c1"));
        pending.answer("alice", Answer.Accepted.of("c1"));

        assertThat(heard).containsExactly("socket:c1", "http:c1");
    }

    @Test
    void another_users_command_with_the_same_id_is_another_command() {
        pending.await("alice", "c1", new Recorder("alice"));
        pending.answer("bob", Answer.Accepted.of("c1"));
        assertThat(heard).isEmpty();
    }

    @Test
    void those_who_went_away_are_forgotten_and_those_who_stay_are_not() {
        Recorder left = new Recorder("left");
        left.gone = true;
        pending.await("alice", "c1", left);
        pending.await("alice", "c2", left);
        pending.await("alice", "c2", new Recorder("stays"));

        pending.sweep();

        assertThat(pending.size()).isEqualTo(1);
        pending.answer("alice", Answer.Accepted.of("c2"));
        assertThat(heard).containsExactly("stays:c2");
    }
}
