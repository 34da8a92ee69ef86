package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.CloseCode;
import dev.parley.contract.frame.ClientFrame;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the broadcast did not bring: how it is noticed, and how it is asked for. */
class LostEventsTest extends SwitchboardScene {
    @Test
    void a_history_that_does_not_have_what_was_heard_of_is_asked_less_and_less_often() {
        listensToMine(member(ROOM, 4));
        switchboard.arrived(List.of(said(ROOM, 6)));
        for (int i = 0; i < 8; i++) {
            past.pages.removeLast().accept(new Past.Reply.Known<>(new Past.Page("e", List.of())));
            past.timers.removeLast().run();
        }

        assertThat(past.delays).isSorted().last().isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void a_lost_last_event_is_found_by_comparing_heads() {
        listensToMine(member(ROOM, 4));
        sockets.sent.clear();

        switchboard.compareHeads();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 5))));
        assertThat(past.pages).as("the broadcast may still bring it").isEmpty();
        past.timers.removeLast().run();
        past.pages
                .removeLast()
                .accept(new Past.Reply.Known<>(
                        new Past.Page("e", List.of(said(ROOM, 5).event()))));

        assertThat(sockets.sent).singleElement().asString().contains("\"sequence\":5");
        assertThat(switchboard.repairs().counted(Repairs.Cause.TAIL)).isOne();
    }

    @Test
    void a_room_that_the_broadcast_brings_up_to_the_head_meanwhile_is_not_asked_for() {
        listensToMine(member(ROOM, 4));
        switchboard.compareHeads();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 5))));

        switchboard.arrived(List.of(said(ROOM, 5)));
        past.timers.removeLast().run();

        assertThat(past.pages).isEmpty();
    }

    @Test
    void a_busy_room_that_is_always_a_little_behind_the_head_is_not_asked_for() {
        listensToMine(member(ROOM, 4));
        for (long head = 5; head < 9; head++) {
            switchboard.compareHeads();
            past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, head))));
            if (head > 5) {
                switchboard.arrived(List.of(said(ROOM, head - 1)));
                past.timers.removeLast().run();
            }
        }

        assertThat(past.pages).isEmpty();
        assertThat(switchboard.repairs().counted(Repairs.Cause.TAIL)).isZero();
    }

    @Test
    void a_hole_is_repaired_at_once_though_the_broadcast_is_given_time_to_bring_the_tail() {
        listensToMine(member(ROOM, 4));
        switchboard.compareHeads();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 7))));
        assertThat(past.pages).isEmpty();

        switchboard.arrived(List.of(said(ROOM, 6)));

        assertThat(past.pages).hasSize(1);
        assertThat(switchboard.repairs().counted(Repairs.Cause.HOLE)).isOne();
    }

    @Test
    void a_hole_that_ends_where_the_tail_was_expected_is_a_hole() {
        listensToMine(member(ROOM, 4));
        switchboard.compareHeads();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 6))));

        switchboard.arrived(List.of(said(ROOM, 6)));
        past.pages.removeLast().accept(new Past.Reply.Unreachable<>());
        past.timers.removeLast().run();

        assertThat(past.pages).as("asked again").hasSize(1);
        assertThat(switchboard.repairs().counted(Repairs.Cause.HOLE)).isOne();
        assertThat(switchboard.repairs().counted(Repairs.Cause.TAIL)).isZero();
    }

    @Test
    void a_room_that_was_restored_while_its_tail_was_expected_is_asked_for_nothing_of_its_other_life() {
        listensToMine(member(ROOM, 4));
        switchboard.compareHeads();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 9))));

        LoggedEvent restored = said(ROOM, 3).event();
        switchboard.arrived(List.of(new Arrival(ROOM, "f", restored)));
        past.timers.removeLast().run();

        assertThat(past.pages).isEmpty();
        assertThat(sockets.closed).containsExactly(CloseCode.UNAVAILABLE);
    }

    @Test
    void a_broadcast_that_begins_with_a_late_repeat_is_no_hole_while_nobody_is_connected() {
        switchboard.detach(ann);
        switchboard.arrived(List.of(said(ROOM, 7), said(ROOM, 90), said(ROOM, 91)));
        assertThat(past.pages).isEmpty();
        assertThat(switchboard.repairs().counted(Repairs.Cause.HOLE)).isZero();

        switchboard.attach(ann);
        switchboard.subscribe(ann, new ClientFrame.Subscribe("r", List.of(new ClientFrame.Listening(ROOM, "e", 89L))));
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 91))));

        assertThat(past.pages).isEmpty();
        assertThat(sockets.sent).anyMatch(frame -> frame.contains("\"sequence\":90},{\"sequence\":91}"));
    }

    @Test
    void nothing_is_compared_while_the_last_comparison_has_no_answer() {
        listensToMine(member(ROOM, 4));
        switchboard.compareHeads();
        switchboard.compareHeads();
        assertThat(past.standings).hasSize(1);

        past.standings.removeLast().accept(new Past.Reply.Unreachable<>());
        switchboard.compareHeads();
        assertThat(past.standings).hasSize(1);
    }

    @Test
    void a_room_whose_beginning_was_lost_is_found_by_comparing_unless_it_was_unsubscribed_from() {
        listensToMine(member(ROOM, 4));
        switchboard.unsubscribe(ann, new ClientFrame.Unsubscribe("u", List.of(ROOM)));
        sockets.sent.clear();

        switchboard.compareHeads();
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4), member(OTHER_ROOM, 1))));

        assertThat(sockets.sent).singleElement().asString().contains("\"subscribed\"", OTHER_ROOM.toString());
    }

    @Test
    void a_room_whose_beginning_was_lost_is_found_as_soon_as_the_loss_is_known() {
        listensToMine(member(ROOM, 4));
        sockets.sent.clear();

        switchboard.checkHeads();
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4), member(OTHER_ROOM, 1))));

        assertThat(sockets.sent).singleElement().asString().contains("\"subscribed\"", OTHER_ROOM.toString());
    }

    @Test
    void more_rooms_than_one_request_asks_about_are_compared_one_request_after_the_other() {
        Listener annsOther = new Seat("ann", 1);
        switchboard.attach(annsOther);
        listensToAll(ann, 0, 7_000);
        listensToAll(annsOther, 7_000, 14_000);

        switchboard.compareHeads();
        Set<UUID> compared = new HashSet<>();
        while (!past.standings.isEmpty()) {
            assertThat(past.standings).as("others are asked about in between").hasSize(1);
            List<UUID> asked = past.standingsOf.removeLast();
            assertThat(asked).as("as many as are answered").hasSizeLessThanOrEqualTo(10_000);
            compared.addAll(asked);
            switchboard.compareHeads();
            past.standings.removeLast().accept(new Past.Reply.Unreachable<>());
        }

        assertThat(compared).hasSize(14_000);
    }

    private void listensToAll(Listener listener, int from, int to) {
        switchboard.subscribeMine(listener, "r");
        past.memberships
                .removeLast()
                .accept(new Past.Reply.Known<>(IntStream.range(from, to)
                        .mapToObj(i -> member(new UUID(1, i), 4))
                        .toList()));
        while (!sockets.written.isEmpty()) {
            sockets.written.removeFirst().run();
        }
    }

    @Test
    void a_room_that_was_often_in_doubt_is_repaired_as_soon_as_any_other() {
        listensToMine(member(ROOM, 4));
        for (int i = 0; i < 6; i++) {
            switchboard.checkHeads();
            past.pages.removeLast().accept(new Past.Reply.Known<>(new Past.Page("e", List.of())));
        }

        switchboard.arrived(List.of(said(ROOM, 6)));
        past.pages.removeLast().accept(new Past.Reply.Known<>(new Past.Page("e", List.of())));

        assertThat(past.delays).containsExactly(Duration.ofMillis(250));
    }
}
