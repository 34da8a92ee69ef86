package dev.parley.message.batch;

import static dev.parley.contract.RejectionCode.CONFLICT;
import static dev.parley.contract.RejectionCode.FORBIDDEN;
import static dev.parley.contract.RejectionCode.INVALID;
import static dev.parley.contract.RejectionCode.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import dev.parley.message.room.Message.Mark;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.Needs.RoomMessage;
import dev.parley.message.sequencing.Needs.RoomUser;
import dev.parley.message.sequencing.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageCommandsTest {
    private final Chat chat = new Chat();
    private final UUID room = chat.room(RoomKind.PUBLIC);

    private MemoryStore.MessageRow message(long sequence) {
        return chat.store.message(new RoomMessage(room, sequence));
    }

    @Test
    void a_member_posts_and_has_read_it() {
        String text = "tea? 🍵 \"now\"\\\n\u2028@MARA";
        Event event =
                chat.events("mike", new Command.Post("1", room, text, null)).getLast();
        assertThat(event.change()).isEqualTo(new Event.MessagePosted(text, null, List.of("mara"), false));
        assertThat(chat.store.member(new RoomUser(room, "mike")).read()).isEqualTo(event.sequence());
        assertThat(message(event.sequence()))
                .isEqualTo(new MemoryStore.MessageRow("mike", text, List.of("mara"), null, null, false));
    }

    @Test
    void announcements_are_made_by_owners_and_moderators() {
        UUID news = chat.room(RoomKind.ANNOUNCEMENT);
        assertThat(chat.refusal("mike", new Command.Post("1", news, "x", null))).isEqualTo(FORBIDDEN);
        chat.post("mara", news, "x");
        long post = chat.post("olga", news, "y");
        chat.events("mike", new Command.React("2", news, post, "👍"));
    }

    @Test
    void a_reply_needs_a_message_of_the_room() {
        long post = chat.post("mike", room, "hello");
        assertThat(chat.change("mara", new Command.Post("1", room, "hi", post)))
                .isEqualTo(new Event.MessagePosted("hi", post, List.of(), false));
        assertThat(chat.refusal("mara", new Command.Post("2", room, "hi", 99L))).isEqualTo(NOT_FOUND);
        // An event, but not a message.
        assertThat(chat.refusal("mara", new Command.Post("3", room, "hi", 1L))).isEqualTo(NOT_FOUND);
    }

    @Test
    void only_members_are_mentioned_even_those_who_join_in_the_same_batch() {
        assertThat(chat.change("mike", new Command.Post("1", room, "@stan @olga @nobody", null)))
                .isEqualTo(new Event.MessagePosted("@stan @olga @nobody", null, List.of("olga"), false));
        chat.run(
                chat.submission("stan", new Command.Join("2", room)),
                chat.submission("mike", new Command.Post("3", room, "@stan", null)));
        assertThat(chat.event(chat.published.getLast()).change())
                .isEqualTo(new Event.MessagePosted("@stan", null, List.of("stan"), false));
    }

    @Test
    void only_the_author_edits_and_not_what_is_deleted() {
        long post = chat.post("mike", room, "hello");
        Event event =
                chat.events("mike", new Command.Edit("1", room, post, "@olga")).getLast();
        assertThat(event.change()).isEqualTo(new Event.MessageEdited(post, "@olga", List.of("olga"), false));
        assertThat(message(post).text()).isEqualTo("@olga");
        assertThat(message(post).edited()).isEqualTo(event.sequence());
        assertThat(chat.refusal("olga", new Command.Edit("2", room, post, "x"))).isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mike", new Command.Edit("3", room, 99, "x"))).isEqualTo(NOT_FOUND);
        chat.events("mike", new Command.Delete("4", room, post));
        assertThat(chat.refusal("mike", new Command.Edit("5", room, post, "x"))).isEqualTo(CONFLICT);
    }

    @Test
    void the_author_and_who_moderates_delete_once() {
        long first = chat.post("mike", room, "1");
        long second = chat.post("mike", room, "2");
        long third = chat.post("olga", room, "3");
        assertThat(chat.change("mike", new Command.Delete("1", room, first)))
                .isEqualTo(new Event.MessageDeleted(first));
        chat.events("mara", new Command.Delete("2", room, second));
        assertThat(chat.refusal("mike", new Command.Delete("3", room, third))).isEqualTo(FORBIDDEN);
        assertThat(chat.refusal("mara", new Command.Delete("4", room, second))).isEqualTo(CONFLICT);
        assertThat(chat.refusal("mara", new Command.Delete("5", room, 99))).isEqualTo(NOT_FOUND);
    }

    @Test
    void what_is_deleted_can_be_read_nowhere_in_the_tables() {
        long post = chat.post("mike", room, "secret @olga");
        chat.events("mike", new Command.Edit("1", room, post, "secret too"));
        chat.events("mike", new Command.Edit("2", room, post, "secret three"));
        long other = chat.post("mike", room, "stays");
        chat.events("mara", new Command.Delete("3", room, post));
        assertThat(message(post).text()).isEmpty();
        assertThat(message(post).mentions()).isEmpty();
        assertThat(message(post).deleted()).isTrue();
        assertThat(chat.store.log(room).values())
                .extracting(LoggedEvent::body)
                .noneMatch(body -> body.contains("secret"));
        Event redacted = chat.store.event(chat.store.logged(room, post));
        assertThat(redacted.change()).isEqualTo(new Event.MessagePosted("", null, List.of(), true));
        assertThat(redacted.command()).isNotEmpty();
        assertThat(message(other).text()).isEqualTo("stays");
    }

    @Test
    void what_is_posted_and_deleted_in_one_batch_is_never_published() {
        long next = chat.head(room) + 1;
        chat.published.clear();
        chat.run(
                chat.submission("mike", new Command.Post("1", room, "secret", null)),
                chat.submission("mike", new Command.Edit("2", room, next, "secret too")),
                chat.submission("mike", new Command.Delete("3", room, next)));
        assertThat(chat.published).hasSize(3);
        assertThat(chat.published)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .noneMatch(body -> body.contains("secret"));
        assertThat(message(next)).isEqualTo(new MemoryStore.MessageRow("mike", "", List.of(), null, next + 1, true));
    }

    @Test
    void a_repeat_of_what_the_same_batch_deletes_is_published_without_its_text() {
        String id = chat.id();
        long post = chat.events("mike", new Command.Post(id, room, "secret", null))
                .getLast()
                .sequence();
        chat.published.clear();
        chat.run(
                chat.submission("mike", new Command.Post(id, room, "secret", null)),
                chat.submission("mike", new Command.Delete("2", room, post)));
        assertThat(chat.published)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .noneMatch(body -> body.contains("secret"));
    }

    @Test
    void a_message_is_edited_in_the_batch_that_posts_it() {
        long next = chat.head(room) + 1;
        chat.run(
                chat.submission("mike", new Command.Post("1", room, "a", null)),
                chat.submission("mike", new Command.Edit("2", room, next, "b")));
        assertThat(message(next)).isEqualTo(new MemoryStore.MessageRow("mike", "b", List.of(), null, next + 1, false));
    }

    @Test
    void each_emoji_once_a_user_and_not_on_what_is_deleted() {
        long post = chat.post("mike", room, "hello");
        assertThat(chat.change("mara", new Command.React("1", room, post, "👍")))
                .isEqualTo(new Event.ReactionAdded(post, "👍"));
        assertThat(chat.refusal("mara", new Command.React("2", room, post, "👍")))
                .isEqualTo(CONFLICT);
        chat.events("mara", new Command.React("3", room, post, "👎"));
        chat.events("mike", new Command.React("4", room, post, "👍"));
        assertThat(chat.change("mara", new Command.Unreact("5", room, post, "👍")))
                .isEqualTo(new Event.ReactionRemoved(post, "👍"));
        assertThat(chat.refusal("mara", new Command.Unreact("6", room, post, "👍")))
                .isEqualTo(CONFLICT);
        assertThat(chat.store.marks.get(new RoomMessage(room, post)))
                .containsExactlyInAnyOrder(new Mark("👎", "mara"), new Mark("👍", "mike"));
        assertThat(chat.refusal("mara", new Command.React("7", room, 99, "👍"))).isEqualTo(NOT_FOUND);
        assertThat(chat.refusal("mara", new Command.Unreact("8", room, 99, "👍")))
                .isEqualTo(NOT_FOUND);
        chat.events("mike", new Command.Delete("9", room, post));
        assertThat(chat.refusal("olga", new Command.React("10", room, post, "👍")))
                .isEqualTo(CONFLICT);
    }

    @Test
    void a_message_carries_twenty_different_emoji_and_room_is_made_by_taking_one_away() {
        long post = chat.post("mike", room, "hello");
        List<Submission> batch = new ArrayList<>();
        for (int i = 0; i < Limits.MESSAGE_EMOJI; i++) {
            batch.add(chat.submission("mara", new Command.React(chat.id(), room, post, "e" + i)));
        }
        chat.run(batch);
        assertThat(chat.refusal("mike", new Command.React("a", room, post, "new")))
                .isEqualTo(CONFLICT);
        chat.events("mike", new Command.React("b", room, post, "e0"));
        chat.events("mara", new Command.Unreact("c", room, post, "e0"));
        // Mike's is still there.
        assertThat(chat.refusal("mike", new Command.React("d", room, post, "new")))
                .isEqualTo(CONFLICT);
        chat.published.clear();
        chat.run(
                chat.submission("mara", new Command.Unreact("e", room, post, "e1")),
                chat.submission("mike", new Command.React("f", room, post, "new")));
        assertThat(chat.published).extracting(Publication::topic).containsOnly(Topics.EVENTS);
    }

    @Test
    void a_reaction_that_goes_and_comes_in_one_batch_is_there() {
        long post = chat.post("mike", room, "hello");
        chat.events("mara", new Command.React("1", room, post, "👍"));
        chat.run(
                chat.submission("mara", new Command.Unreact("2", room, post, "👍")),
                chat.submission("mara", new Command.React("3", room, post, "👍")));
        assertThat(chat.store.marks.get(new RoomMessage(room, post))).containsExactly(new Mark("👍", "mara"));
    }

    @Test
    void a_read_pointer_moves_forwards_only_and_not_beyond_the_head() {
        long head = chat.head(room);
        assertThat(chat.reply("mike", new Command.Read("1", room, head)))
                .isEqualTo(Answer.Accepted.inRoom("1", room, "epoch1", head));
        assertThat(chat.reply("mike", new Command.Read("2", room, 1)))
                .isEqualTo(Answer.Accepted.inRoom("2", room, "epoch1", head));
        assertThat(chat.refusal("mike", new Command.Read("3", room, head + 1))).isEqualTo(INVALID);
        assertThat(chat.head(room)).isEqualTo(head);
    }
}
