package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns of events that take more than chance to bring about. */
class SwitchboardTest {
    private static final UUID ROOM = new UUID(0, 1);
    private static final UUID OTHER_ROOM = new UUID(0, 2);

    private record Seat(String user, int lane) implements Listener {}

    private final ScriptedPast past = new ScriptedPast();
    private final Sockets sockets = new Sockets();
    private final Switchboard switchboard = new Switchboard(
            past, sockets, new Nobody(), new Codec(Limits.DEFAULT), Limits.DEFAULT.resumeEvents(), 100_000);
    private final Listener ann = new Seat("ann", 0);

    private static final class Sockets implements Outlet {
        private final List<String> sent = new ArrayList<>();
        private final List<CloseCode> closed = new ArrayList<>();
        private boolean broken;

        @Override
        public void deliver(Audience audience, byte[] frame) {
            if (broken) {
                throw new IllegalStateException("made to fail");
            }
            sent.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void send(Listener listener, byte[] frame) {
            sent.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void send(Listener listener, byte[] frame, Runnable written) {
            send(listener, frame);
        }

        @Override
        public void close(Listener listener, CloseCode code) {
            closed.add(code);
        }
    }

    private static final class Nobody implements Attendance {
        @Override
        public void began(UUID room, String user) {}

        @Override
        public void ended(UUID room, String user) {}

        @Override
        public List<String> online(UUID room) {
            return List.of();
        }
    }

    @BeforeEach
    void attach() {
        switchboard.attach(ann);
    }

    private static Arrival arrival(UUID room, long sequence, LoggedEvent.Effect effect, @Nullable String affected) {
        String json = "{\"sequence\":%d}".formatted(sequence);
        return new Arrival(
                room, "e", new LoggedEvent(sequence, effect, affected, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Arrival said(UUID room, long sequence) {
        return arrival(room, sequence, LoggedEvent.Effect.NONE, null);
    }

    private static Standing.Seen member(UUID room, long head) {
        return new Standing.Seen(room, "e", head, Role.MEMBER);
    }

    private void listensToMine(Standing.Seen... rooms) {
        switchboard.subscribeMine(ann, "r");
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(rooms)));
    }

    @Test
    void a_request_for_all_rooms_that_fails_takes_nothing_from_one_that_was_granted() {
        switchboard.subscribeMine(ann, "first");
        switchboard.subscribeMine(ann, "second");
        past.memberships.getLast().accept(new Past.Reply.Known<>(List.of()));
        past.memberships.getFirst().accept(new Past.Reply.Unreachable<>());
        sockets.sent.clear();

        switchboard.arrived(List.of(arrival(ROOM, 1, LoggedEvent.Effect.BEGINS, "ann")));

        assertThat(sockets.sent).hasSize(2).first().asString().contains("\"subscribed\"");
    }

    @Test
    void a_request_for_all_rooms_that_fails_leaves_nothing_behind() {
        switchboard.subscribeMine(ann, "first");
        past.memberships.getLast().accept(new Past.Reply.Unreachable<>());
        sockets.sent.clear();

        switchboard.arrived(List.of(arrival(ROOM, 1, LoggedEvent.Effect.BEGINS, "ann")));

        assertThat(sockets.sent).isEmpty();
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
    void a_defect_while_a_room_is_shown_sends_its_listeners_away_and_stops_no_other_room() {
        listensToMine(member(ROOM, 4), member(OTHER_ROOM, 7));
        sockets.broken = true;
        assertThatThrownBy(() -> switchboard.arrived(List.of(said(ROOM, 5)))).hasMessage("made to fail");
        assertThat(sockets.closed).containsExactly(CloseCode.UNAVAILABLE);
        assertThat(switchboard.listens(ann, ROOM)).isFalse();

        sockets.broken = false;
        sockets.sent.clear();
        switchboard.arrived(List.of(said(ROOM, 6), said(OTHER_ROOM, 8)));
        assertThat(sockets.sent).singleElement().asString().contains("\"sequence\":8");
        listensToMine(member(ROOM, 6));
        switchboard.arrived(List.of(said(ROOM, 7)));
        assertThat(sockets.sent).last().asString().contains("\"sequence\":7");
    }
}
