package dev.parley.message.batch;

import static dev.parley.contract.RejectionCode.FORBIDDEN;
import static dev.parley.contract.RejectionCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import dev.parley.message.sequencing.Submission;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final Chat chat = new Chat();
    private final UUID room = chat.room(RoomKind.PUBLIC);

    private List<Publication> events() {
        return chat.published.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .toList();
    }

    private List<Publication> replies() {
        return chat.published.stream()
                .filter(record -> record.topic().equals(Topics.REPLIES))
                .toList();
    }

    @Test
    void a_repeat_changes_nothing_and_gets_the_first_answer_and_nothing_else() {
        long post = chat.events("mike", new Command.Post("p", room, "hello", null))
                .getLast()
                .sequence();
        chat.post("mara", room, "meanwhile");
        long head = chat.head(room);
        chat.published.clear();
        chat.send("mike", new Command.Post("p", room, "another text", null));
        assertThat(chat.head(room)).isEqualTo(head);
        assertThat(replies())
                .singleElement()
                .satisfies(reply ->
                        assertThat(chat.answer(reply)).isEqualTo(Answer.Accepted.inRoom("p", room, "epoch1", post)));
        assertThat(events()).as("old events are no news").isEmpty();
    }

    @Test
    void a_record_that_is_replayed_brings_its_events_again() {
        Submission post = chat.submission("mike", new Command.Post("p", room, "hello", null));
        chat.run(post);
        long sequence = chat.head(room);
        chat.published.clear();
        chat.run(post);
        assertThat(chat.head(room)).isEqualTo(sequence);
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(chat.event(event).sequence()).isEqualTo(sequence);
            assertThat(new String(event.value(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(chat.store.logged(room, sequence).body());
        });
    }

    @Test
    void another_command_with_the_same_id_is_a_repeat_too() {
        chat.events("mike", new Command.Post("p", room, "hello", null));
        long head = chat.head(room);
        chat.send("mike", new Command.Leave("p", room));
        chat.send("mike", new Command.CreateRoom("p", "x", RoomKind.PUBLIC, null, List.of()));
        assertThat(chat.head(room)).isEqualTo(head);
        assertThat(chat.isMember(room, "mike")).isTrue();
        assertThat(chat.store.rooms).hasSize(1);
    }

    @Test
    void another_user_with_the_same_id_is_somebody_else() {
        chat.events("mike", new Command.Post("p", room, "hello", null));
        chat.events("mara", new Command.Post("p", room, "hello", null));
    }

    @Test
    void a_repeat_in_the_same_batch_is_one_event_and_one_reply() {
        chat.published.clear();
        chat.run(
                chat.submission("mike", new Command.Post("p", room, "hello", null)),
                chat.submission("mike", new Command.Post("p", room, "hello", null)));
        assertThat(events()).hasSize(1);
        assertThat(replies())
                .singleElement()
                .satisfies(reply -> assertThat(chat.answer(reply))
                        .isEqualTo(Answer.Accepted.inRoom("p", room, "epoch1", chat.head(room))));
    }

    @Test
    void a_repeat_counts_even_for_who_was_banned_since() {
        chat.events("mike", new Command.Post("p", room, "hello", null));
        chat.events("olga", new Command.Ban("b", room, "mike", null));
        assertThat(chat.reply("mike", new Command.Post("p", room, "hello", null)))
                .isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void a_rejected_id_may_be_tried_again() {
        assertThat(chat.refusal("stan", new Command.Post("p", room, "hello", null)))
                .isEqualTo(FORBIDDEN);
        chat.events("stan", new Command.Join("j", room));
        chat.events("stan", new Command.Post("p", room, "hello", null));
    }

    @Test
    void a_replayed_createRoom_brings_all_its_events_the_last_of_which_answers() {
        Submission create = chat.submission(
                "olga", new Command.CreateRoom("c", "Hall", RoomKind.PRIVATE, null, List.of("mike", "mara")));
        chat.run(create);
        chat.published.clear();
        chat.run(create);
        UUID hall = RoomIds.created("olga", "c");
        assertThat(events()).hasSize(4).allMatch(record -> record.key().equals(hall.toString()));
        assertThat(events())
                .extracting(record -> record.headers().containsKey(Headers.COMMAND))
                .containsExactly(false, false, false, true);
    }

    @Test
    void a_repeated_read_and_openDirect_get_the_first_answer_without_an_event() {
        UUID direct = chat.direct("mike", "mara");
        Answer opened = chat.reply("mara", new Command.OpenDirect("o", List.of("mike")));
        Answer read = chat.reply("mara", new Command.Read("r", direct, 1));
        chat.post("mike", direct, "hello");
        chat.published.clear();
        assertThat(chat.reply("mara", new Command.OpenDirect("o", List.of("mike"))))
                .isEqualTo(opened);
        assertThat(chat.reply("mara", new Command.Read("r", direct, 4))).isEqualTo(read);
        assertThat(events()).isEmpty();
    }

    @Test
    void a_batch_that_is_replayed_after_its_commit_publishes_the_same_bytes_and_writes_nothing() {
        List<Submission> batch = List.of(
                chat.submission("mike", new Command.Post("1", room, "a", null)),
                chat.submission("mara", new Command.Post("2", room, "b", null)));
        chat.published.clear();
        chat.run(batch);
        List<byte[]> first = events().stream().map(Publication::value).toList();
        long head = chat.head(room);
        chat.published.clear();
        chat.run(batch);
        assertThat(chat.head(room)).isEqualTo(head);
        assertThat(events()).extracting(Publication::value).containsExactlyElementsOf(first);
        assertThat(replies()).hasSize(2);
    }

    @Test
    void a_refused_command_is_not_accepted_by_a_replay_though_it_could_be_now() {
        List<Submission> batch = List.of(
                chat.submission("stan", new Command.Post("1", room, "refused", null)),
                chat.submission("stan", new Command.Join("2", room)));
        chat.run(batch);
        long head = chat.head(room);
        chat.published.clear();
        chat.run(batch);
        assertThat(chat.head(room)).isEqualTo(head);
        assertThat(chat.answer(replies().getFirst()))
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo(UNAVAILABLE));
        // Sent again by its user it stands at another place of the log, and is decided.
        chat.events("stan", new Command.Post("1", room, "refused", null));
    }

    @Test
    void a_command_log_that_was_made_anew_is_decided_from_its_start() {
        Submission old = chat.submission("mike", new Command.Post("1", room, "a", null));
        chat.run(old);
        long head = chat.head(room);
        chat.run(new Submission(
                new Submission.Position("another/0", 0),
                new Command.Post("2", room, "b", null),
                new Person("mike", "Mike"),
                old.origin()));
        assertThat(chat.head(room)).isEqualTo(head + 1);
    }

    @Test
    void what_is_replayed_comes_before_what_is_new_in_its_room_and_every_room_is_in_order() {
        UUID other = chat.create("olga", RoomKind.PUBLIC, "mike");
        Submission old = chat.submission("mike", new Command.Post("1", room, "old", null));
        chat.run(old);
        chat.published.clear();
        chat.run(
                chat.submission("mike", new Command.Post("2", room, "new", null)),
                chat.submission("mike", new Command.Post("3", other, "new", null)),
                old,
                chat.submission("mike", new Command.Post("4", other, "newer", null)));
        assertThat(events()).hasSize(4);
        for (UUID each : List.of(room, other)) {
            assertThat(events().stream()
                            .filter(record -> record.key().equals(each.toString()))
                            .map(record -> chat.event(record).sequence())
                            .toList())
                    .isSorted();
        }
    }
}
