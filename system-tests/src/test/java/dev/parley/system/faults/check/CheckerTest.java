package dev.parley.system.faults.check;

import static dev.parley.system.faults.check.Story.ANN;
import static dev.parley.system.faults.check.Story.ANNS;
import static dev.parley.system.faults.check.Story.BEN;
import static dev.parley.system.faults.check.Story.BENS;
import static dev.parley.system.faults.check.Story.EPOCH;
import static dev.parley.system.faults.check.Story.EVE;
import static dev.parley.system.faults.check.Story.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories made by hand, good ones and bad ones. */
class CheckerTest {

    /** A good history with everything in it that a fault could be planted into. */
    private static Story good() {
        Story story = Story.begin();
        story.posted(ANN, ANNS);
        story.posted(ANN, ANNS);
        story.posted(BEN, BENS);
        story.banned();
        String id = story.sent(ANN, ANNS);
        Event last = story.taken(ANN, id);
        story.answered(ANN, ANNS, Answer.Accepted.inRoom(id, ROOM, EPOCH, last.sequence()));
        story.deliver(ANN, ANNS, last.sequence());
        story.read(ANN, 200);
        story.read(BEN, 404);
        story.read(EVE, 404);
        return story;
    }

    private static void assertOnly(Verdict verdict, Column column) {
        assertThat(verdict.violations())
                .isNotEmpty()
                .allSatisfy(violation ->
                        assertThat(violation.column()).as(violation.detail()).isEqualTo(column));
    }

    @Test
    void a_good_history_has_only_zeros() {
        assertThat(good().check().violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Column.class)
    void a_fault_planted_into_a_good_history_shows_in_its_column(Column column) {
        Story story = good();

        Planted.Spoiled spoiled =
                new Planted(story.entries, story.findings()).of(column).orElseThrow();

        assertThat(Checker.check(spoiled.entries(), spoiled.findings()).count(column))
                .isPositive();
    }

    @Test
    void commands_are_counted_by_their_end() {
        Story story = good();
        story.answered(BEN, BENS, Story.refused(story.sent(BEN, BENS)));
        story.sent(BEN, BENS);

        Verdict.Commands commands = story.check().commands();

        assertThat(commands).isEqualTo(new Verdict.Commands(8, 6, 1, 1, 8));
    }

    @Test
    void an_unanswered_command_may_have_its_effect_or_not() {
        Story story = Story.begin();
        Event taken = story.taken(ANN, story.sent(ANN, ANNS));
        story.deliver(ANN, ANNS, taken.sequence());
        story.deliver(BEN, BENS, taken.sequence());
        story.sent(ANN, ANNS);

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void an_acknowledged_message_that_the_log_has_not_is_missing() {
        Story story = Story.begin();
        String id = story.sent(ANN, ANNS);
        story.answered(ANN, ANNS, Answer.Accepted.inRoom(id, ROOM, EPOCH, 4));

        assertOnly(story.check(), Column.MISSING);
    }

    @Test
    void an_acknowledged_read_whose_pointer_stands_before_it_is_missing() {
        Story story = Story.begin();
        story.entries.add(new Entry.Sent(story.tick(), "ben", BENS, new Command.Read("r", ROOM, 3)));
        story.answered(BEN, BENS, Answer.Accepted.inRoom("r", ROOM, EPOCH, 3));

        assertOnly(story.check(), Column.MISSING);
    }

    @Test
    void an_id_with_two_events_is_doubled() {
        Story story = Story.begin();
        String id = story.sent(ANN, ANNS);
        for (int i = 0; i < 2; i++) {
            Event event = story.taken(ANN, id);
            story.deliver(ANN, ANNS, event.sequence());
            story.deliver(BEN, BENS, event.sequence());
        }

        assertOnly(story.check(), Column.DOUBLED);
    }

    @Test
    void a_repeat_with_another_answer_contradicts() {
        Story story = Story.begin();
        Event event = story.posted(ANN, ANNS);
        story.posted(ANN, ANNS);
        story.answered(ANN, ANNS, Answer.Accepted.inRoom(event.command(), ROOM, EPOCH, event.sequence() + 1));

        assertOnly(story.check(), Column.CONTRADICTED);
    }

    @Test
    void a_command_that_was_refused_and_is_done_contradicts() {
        Story story = Story.begin();
        String id = story.sent(ANN, ANNS);
        story.answered(ANN, ANNS, Story.refused(id));
        Event event = story.taken(ANN, id);
        story.deliver(ANN, ANNS, event.sequence());
        story.deliver(BEN, BENS, event.sequence());

        assertOnly(story.check(), Column.CONTRADICTED);
    }

    @Test
    void a_retry_that_was_refused_says_nothing_about_the_first_time() {
        Story story = Story.begin();
        String id = story.sent(ANN, ANNS);
        story.entries.add(new Entry.Sent(story.tick(), "ann", ANNS, new Command.Post(id, ROOM, "hello", null)));
        story.answered(ANN, ANNS, Story.refused(id));
        Event event = story.taken(ANN, id);
        story.deliver(ANN, ANNS, event.sequence());
        story.deliver(BEN, BENS, event.sequence());

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void a_log_without_one_of_its_sequences_has_a_hole() {
        Story story = Story.begin();
        String id = story.sent(ANN, ANNS);
        Event event = story.taken(ANN, id);
        story.log.set(3, new Event(5, event.at(), event.by(), event.command(), event.change()));

        assertThat(story.check().count(Column.HOLES)).isPositive();
    }

    @Test
    void commands_of_one_connection_in_another_order_are_reordered() {
        Story story = Story.begin();
        String first = story.sent(ANN, ANNS);
        String second = story.sent(ANN, ANNS);
        for (String id : List.of(second, first)) {
            Event event = story.taken(ANN, id);
            story.answered(ANN, ANNS, Answer.Accepted.inRoom(id, ROOM, EPOCH, event.sequence()));
            story.deliver(ANN, ANNS, event.sequence());
            story.deliver(BEN, BENS, event.sequence());
        }

        assertOnly(story.check(), Column.REORDERED);
    }

    @Test
    void once_partitions_were_added_the_order_of_sending_is_not_promised() {
        Story story = Story.begin();
        story.entries.add(new Entry.PartitionsAdded(story.tick()));
        String first = story.sent(ANN, ANNS);
        String second = story.sent(ANN, ANNS);
        for (String id : List.of(second, first)) {
            Event event = story.taken(ANN, id);
            story.answered(ANN, ANNS, Answer.Accepted.inRoom(id, ROOM, EPOCH, event.sequence()));
            story.deliver(ANN, ANNS, event.sequence());
            story.deliver(BEN, BENS, event.sequence());
        }

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void an_event_delivered_twice_is_out_of_order() {
        Story story = Story.begin();
        Event event = story.posted(ANN, ANNS);
        story.deliver(BEN, BENS, event.sequence());

        assertOnly(story.check(), Column.OUT_OF_ORDER);
    }

    @Test
    void an_event_in_a_connection_without_a_subscription_is_out_of_order() {
        Story story = Story.begin();
        story.entries.add(new Entry.Opened(story.tick(), "ben", 9, 0));
        story.deliver(BEN, 9, 3);

        assertOnly(story.check(), Column.OUT_OF_ORDER);
    }

    @Test
    void an_event_left_out_is_skipped() {
        Story story = Story.begin();
        Event left = story.taken(ANN, story.sent(ANN, ANNS));
        story.deliver(ANN, ANNS, left.sequence());
        story.posted(ANN, ANNS);

        assertOnly(story.check(), Column.SKIPPED);
    }

    @Test
    void caught_up_before_everything_came_is_skipped() {
        Story story = Story.begin();
        story.posted(ANN, ANNS);
        story.opened(BEN, 9);
        story.entries.add(new Entry.Subscribed(story.tick(), "ben", 9, ROOM, EPOCH, 4, 2L));
        story.deliver(BEN, 9, 3);
        story.entries.add(new Entry.CaughtUp(story.tick(), "ben", 9, ROOM, 4));
        story.deliver(BEN, 9, 4);

        assertOnly(story.check(), Column.SKIPPED);
    }

    @Test
    void a_loss_that_was_said_is_none() {
        Story story = Story.begin();
        story.entries.add(new Entry.Ended(story.tick(), "ben", BENS, 1006));
        String id = story.sent(ANN, ANNS);
        Event event = story.taken(ANN, id);
        story.deliver(ANN, ANNS, event.sequence());
        story.opened(BEN, 9);
        story.entries.add(new Entry.Subscribed(story.tick(), "ben", 9, ROOM, EPOCH, 4, 3L));
        story.entries.add(new Entry.Reset(story.tick(), "ben", 9, ROOM, EPOCH, 4));

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void a_listener_without_the_last_event_is_behind() {
        Story story = Story.begin();
        Event event = story.taken(ANN, story.sent(ANN, ANNS));
        story.deliver(ANN, ANNS, event.sequence());

        assertOnly(story.check(), Column.BEHIND);
    }

    @Test
    void a_member_who_listens_to_all_rooms_and_not_to_this_one_is_behind() {
        Story story = Story.begin();
        story.opened(BEN, 9);

        assertOnly(story.check(), Column.BEHIND);
    }

    @Test
    void a_delivery_that_the_log_does_not_know_is_altered() {
        Story story = Story.begin();
        Event event = story.posted(ANN, ANNS);
        story.log.set(
                3,
                new Event(
                        4,
                        event.at(),
                        event.by(),
                        event.command(),
                        new Event.MessagePosted("another text", null, List.of(), false)));
        story.messages.set(0, new Findings.Message(4, "ann", "another text", null, null, false, Map.of()));

        assertOnly(story.check(), Column.ALTERED);
    }

    @Test
    void a_text_that_was_deleted_later_may_have_been_delivered() {
        Story story = Story.begin();
        Event event = story.posted(ANN, ANNS);
        story.log.set(
                3,
                new Event(
                        4,
                        event.at(),
                        event.by(),
                        event.command(),
                        new Event.MessagePosted("", null, List.of(), true)));
        Event deleted = story.log(ANN, "delete", new Event.MessageDeleted(4));
        story.deliver(ANN, ANNS, deleted.sequence());
        story.deliver(BEN, BENS, deleted.sequence());
        story.messages.set(0, new Findings.Message(4, "ann", "", null, null, true, Map.of()));

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void a_delivery_after_the_ban_is_seen_even_if_the_ban_itself_was_not_delivered() {
        Story story = Story.begin();
        Event ban = story.banned();
        story.entries.removeIf(entry -> entry instanceof Entry.Delivered delivered
                && delivered.connection() == BENS
                && delivered.event().equals(ban));
        story.posted(ANN, ANNS);

        assertThat(story.check().count(Column.AFTER_END)).isPositive();
    }

    @Test
    void who_was_added_again_may_hear_what_happened_between() {
        Story story = Story.begin();
        story.entries.add(new Entry.Ended(story.tick(), "ben", BENS, 1006));
        story.log(ANN, "remove", new Event.MemberRemoved(BEN));
        story.log(ANN, "add", new Event.MemberJoined(BEN, Role.MEMBER));
        story.deliver(ANN, ANNS, 4);
        story.deliver(ANN, ANNS, 5);
        story.opened(BEN, 9);
        story.entries.add(new Entry.Subscribed(story.tick(), "ben", 9, ROOM, EPOCH, 5, 3L));
        story.deliver(BEN, 9, 4);
        story.deliver(BEN, 9, 5);
        story.members.set(1, new Findings.Member("ben", Role.MEMBER, 5, 0));

        assertThat(story.check().violations()).isEmpty();
    }

    @Test
    void a_stranger_who_may_read_the_room_sees_what_may_not_be_seen() {
        Story story = Story.begin();
        story.read(EVE, 200);

        assertOnly(story.check(), Column.UNSEEN);
    }

    @Test
    void a_look_into_the_room_after_an_acknowledged_ban_must_be_refused() {
        Story story = Story.begin();
        story.entries.add(new Entry.Looked(story.tick(), story.tick(), "ben", ROOM, 200));
        story.banned();
        assertThat(story.check().violations()).isEmpty();

        story.entries.add(new Entry.Looked(story.tick(), story.tick(), "ben", ROOM, 200));
        assertOnly(story.check(), Column.UNSEEN);
    }

    @Test
    void a_member_who_is_refused_and_one_who_reads_another_log_are_noticed() {
        Story story = Story.begin();
        story.read(ANN, 404);
        story.reads.add(new Findings.Read("ben", ROOM, 200, 3, story.log.subList(0, 2)));

        assertOnly(story.check(), Column.READS);
        assertThat(story.check().count(Column.READS)).isEqualTo(2);
    }

    @Test
    void a_message_a_member_or_a_reaction_that_does_not_follow_from_the_log_is_unlike_it() {
        Story story = Story.begin();
        story.posted(ANN, ANNS);
        story.messages.set(0, new Findings.Message(4, "ann", "hello", null, null, false, Map.of("👍", 1L)));
        story.members.set(1, new Findings.Member("ben", Role.MODERATOR, 3, 0));

        assertOnly(story.check(), Column.PROJECTION);
        assertThat(story.check().count(Column.PROJECTION)).isEqualTo(2);
    }

    @Test
    void a_frame_that_nobody_understands_is_counted() {
        Story story = Story.begin();
        story.entries.add(new Entry.Garbled(story.tick(), "ann", ANNS, "not JSON"));

        assertOnly(story.check(), Column.GARBLED);
    }
}
