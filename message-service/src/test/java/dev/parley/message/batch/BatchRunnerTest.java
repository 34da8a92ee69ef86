package dev.parley.message.batch;

import static dev.parley.contract.RejectionCode.INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.StoreFailure;
import dev.parley.message.sequencing.Submission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {
    private final Chat chat = new Chat();
    private final UUID room = chat.room(RoomKind.PUBLIC);

    private static StoreFailure failure(StoreFailure.Kind kind) {
        return new StoreFailure(kind, new IllegalStateException("made to fail"));
    }

    private Submission post(String text) {
        return chat.submission("mike", new Command.Post(chat.id(), room, text, null));
    }

    @Test
    void a_clash_is_tried_again_at_once_and_nobody_is_told_to_wait() {
        chat.store.failuresBefore.add(failure(StoreFailure.Kind.CLASH));
        chat.store.failuresBefore.add(failure(StoreFailure.Kind.CLASH));
        long head = chat.head(room);
        chat.run(post("a"));
        assertThat(chat.head(room)).isEqualTo(head + 1);
        assertThat(chat.waits).isEmpty();
        assertThat(chat.pauses).hasSize(2).allMatch(pause -> pause.toMillis() < 100);
    }

    @Test
    void a_database_that_is_away_is_waited_for_with_longer_pauses_up_to_two_seconds() {
        for (int i = 0; i < 20; i++) {
            chat.store.failuresBefore.add(failure(StoreFailure.Kind.AWAY));
        }
        long head = chat.head(room);
        chat.run(post("a"));
        assertThat(chat.head(room)).isEqualTo(head + 1);
        assertThat(chat.waits).hasSize(20).containsOnly("database");
        assertThat(chat.pauses).isSorted().last().isEqualTo(Duration.ofSeconds(2));
        assertThat(chat.putAside).isEmpty();
    }

    @Test
    void a_commit_of_which_nobody_knows_is_found_when_it_is_tried_again() {
        chat.store.failuresAfter.add(failure(StoreFailure.Kind.AWAY));
        long head = chat.head(room);
        chat.published.clear();
        chat.run(post("a"), post("b"));
        assertThat(chat.head(room)).isEqualTo(head + 2);
        assertThat(chat.published.stream().filter(record -> record.topic().equals(Topics.EVENTS)))
                .hasSize(2);
        assertThat(chat.published.stream().filter(record -> record.topic().equals(Topics.REPLIES)))
                .hasSize(2);
    }

    @Test
    void records_that_kafka_did_not_take_are_published_again() {
        chat.publishFailures.add(new IllegalStateException("made to fail"));
        chat.publishFailures.add(new IllegalStateException("made to fail"));
        chat.published.clear();
        chat.run(post("a"));
        assertThat(chat.published).hasSize(1);
        assertThat(chat.waits).containsExactly("kafka", "kafka");
    }

    @Test
    void one_command_that_cannot_be_stored_is_put_aside_and_the_others_go_on_in_order() {
        chat.store.unstorableText = "unstorable";
        List<Submission> batch = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            batch.add(post("text " + i));
        }
        batch.add(5, post("unstorable"));
        long head = chat.head(room);
        chat.published.clear();
        chat.run(batch);
        assertThat(chat.head(room)).isEqualTo(head + 9);
        assertThat(chat.putAside).containsExactly(batch.get(5));
        assertThat(chat.published.stream().filter(record -> record.topic().equals(Topics.EVENTS)))
                .extracting(record -> chat.event(record).sequence())
                .isSorted()
                .hasSize(9);
        Publication dead = chat.published.stream()
                .filter(record -> record.topic().equals(Topics.DEAD_LETTERS))
                .findFirst()
                .orElseThrow();
        assertThat(dead.headers()).containsKeys(Headers.REASON, Headers.USER);
        assertThat(chat.published.stream()
                        .filter(record -> record.topic().equals(Topics.REPLIES))
                        .map(chat::answer))
                .singleElement()
                .isInstanceOfSatisfying(Answer.Rejected.class, answer -> {
                    assertThat(answer.code()).isEqualTo(INVALID);
                    assertThat(answer.id()).isEqualTo(batch.get(5).command().id());
                });
    }

    @Test
    void a_clash_that_never_ends_is_found_by_halving_too() {
        for (int i = 0; i < 10; i++) {
            chat.store.failuresBefore.add(failure(StoreFailure.Kind.CLASH));
        }
        long head = chat.head(room);
        chat.run(post("a"), post("b"));
        assertThat(chat.head(room)).isEqualTo(head + 2);
        assertThat(chat.putAside).isEmpty();
    }

    @Test
    void a_stop_ends_the_waiting_and_the_batch_can_come_again() {
        Chat other = new Chat();
        BatchRunner runner = new BatchRunner(
                (_, _) -> {
                    throw failure(StoreFailure.Kind.AWAY);
                },
                new Sequencer(other.codec, Clock.systemUTC(), () -> "e"),
                new Publications(other.codec),
                other.published::addAll,
                _ -> {
                    throw new Pause.StoppedException();
                },
                other);
        List<Submission> batch = List.of(post("a"));
        assertThatThrownBy(() -> runner.run(batch)).isInstanceOf(Pause.StoppedException.class);
        assertThat(other.published).isEmpty();
        chat.run(batch);
    }

    @Test
    void an_empty_batch_does_nothing() {
        int before = chat.store.transactions;
        chat.run();
        assertThat(chat.store.transactions).isEqualTo(before);
    }
}
