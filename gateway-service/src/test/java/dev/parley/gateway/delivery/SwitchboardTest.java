package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Role;
import dev.parley.contract.frame.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who listens: turns of events that take more than chance to bring about. */
class SwitchboardTest extends SwitchboardScene {
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
    void whoever_goes_before_their_rooms_are_known_listens_to_none_of_them() {
        switchboard.subscribeMine(ann, "first");
        switchboard.detach(ann);
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4))));

        assertThat(switchboard.rooms()).isZero();
        assertThat(present.people).isEmpty();
    }

    @Test
    void whoever_goes_while_their_rooms_are_compared_comes_to_no_further_one() {
        listensToMine();
        switchboard.compareHeads();
        switchboard.detach(ann);
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4))));

        assertThat(switchboard.rooms()).isZero();
        assertThat(present.people).isEmpty();
    }

    @Test
    void what_is_said_of_many_rooms_at_once_waits_for_the_socket() {

        listensToMine(busyRooms(300));
        assertThat(sockets.written).as("the socket is asked").isNotEmpty();
        while (!sockets.written.isEmpty()) {
            assertThat(sockets.bytes()).as("waits for the socket").isLessThan(100_000);
            sockets.taken += sockets.sent.size();
            sockets.sent.clear();
            sockets.written.removeFirst().run();
        }

        assertThat(sockets.taken + sockets.sent.size())
                .as("each room, and the request")
                .isEqualTo(301);
        assertThat(sockets.sent.getLast()).contains("\"accepted\"");
        switchboard.arrived(List.of(said(new UUID(1, 299), 5)));
        assertThat(sockets.sent.getLast()).contains("\"events\"");
    }

    @Test
    void whoever_goes_while_the_socket_is_waited_for_leaves_nothing_behind() {
        listensToMine(busyRooms(30));

        switchboard.detach(ann);
        sockets.written.removeFirst().run();

        assertThat(switchboard.rooms()).isZero();
        assertThat(present.people).isEmpty();
    }

    @Test
    void whoever_asks_again_and_again_and_takes_nothing_is_sent_away() {
        listensToMine(busyRooms(30));
        ClientFrame.Subscribe again =
                new ClientFrame.Subscribe("again", List.of(new ClientFrame.Listening(new UUID(1, 0), null, null)));
        for (int i = 0; i < Attached.MAX_SUBSCRIPTIONS && sockets.closed.isEmpty(); i++) {
            switchboard.subscribe(ann, again);
        }

        assertThat(sockets.closed).containsOnly(CloseCode.TOO_SLOW).isNotEmpty();
    }

    @Test
    void a_signal_for_one_user_gets_to_their_connections_that_listen_and_to_no_others() {
        listensToMine(member(ROOM, 4));
        Listener annsOther = new Seat("ann", 1);
        Listener bob = new Seat("bob", 0);
        for (Listener one : List.of(annsOther, bob)) {
            switchboard.attach(one);
        }
        switchboard.subscribeMine(bob, "r");
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4))));
        sockets.sent.clear();

        switchboard.signal(ROOM, "ann", "read".getBytes(StandardCharsets.UTF_8));

        assertThat(sockets.sent).containsExactly("read");
        assertThat(sockets.to).last().isSameAs(ann);
    }

    @Test
    void whoever_comes_to_a_quiet_room_that_was_restored_listens_though_the_others_are_sent_away() {
        listensToMine(member(ROOM, 4));
        Listener ben = new Seat("ben", 0);
        switchboard.attach(ben);
        switchboard.subscribe(
                ben, new ClientFrame.Subscribe("r", List.of(new ClientFrame.Listening(ROOM, null, null))));
        Standing.Seen restored = new Standing.Seen(ROOM, "f", 2, Role.MEMBER);
        for (int i = 0; i < 10 && !past.standings.isEmpty(); i++) {
            past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(restored)));
            if (!past.timers.isEmpty()) {
                past.timers.removeLast().run();
            }
        }

        assertThat(sockets.closed).containsExactly(CloseCode.UNAVAILABLE);
        assertThat(switchboard.listens(ben, ROOM)).isTrue();
        sockets.sent.clear();
        switchboard.arrived(List.of(new Arrival(ROOM, "f", said(ROOM, 3).event())));
        assertThat(sockets.sent).singleElement().asString().contains("\"sequence\":3");
    }

    @Test
    void a_cursor_from_before_what_nobody_here_missed_is_served_by_history() {
        switchboard.detach(ann);
        switchboard.arrived(List.of(said(ROOM, 7), said(ROOM, 90)));

        switchboard.attach(ann);
        switchboard.subscribe(ann, new ClientFrame.Subscribe("r", List.of(new ClientFrame.Listening(ROOM, "e", 88L))));
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 90))));
        past.pages
                .removeLast()
                .accept(new Past.Reply.Known<>(new Past.Page(
                        "e", List.of(said(ROOM, 89).event(), said(ROOM, 90).event()))));

        assertThat(sockets.sent).anyMatch(frame -> frame.contains("\"sequence\":89}"));
        assertThat(switchboard.resumes().counted(Resumes.Result.HISTORY)).isOne();
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

    @Test
    void an_open_room_that_is_left_while_the_users_rooms_are_read_is_not_listened_to() {
        switchboard.arrived(List.of(said(ROOM, 4)));
        switchboard.subscribeMine(ann, "r");
        switchboard.arrived(List.of(arrival(ROOM, 5, LoggedEvent.Effect.ENDS, "ann")));
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4))));
        past.timers.removeLast().run();
        past.standings.removeLast().accept(new Past.Reply.Known<>(List.of(new Standing.Seen(ROOM, "e", 5, null))));

        assertThat(switchboard.listens(ann, ROOM)).isFalse();
        assertThat(sockets.sent).singleElement().asString().contains("\"accepted\"");
        assertThat(present.people).isEmpty();

        switchboard.arrived(List.of(arrival(ROOM, 6, LoggedEvent.Effect.BEGINS, "ann")));
        assertThat(switchboard.listens(ann, ROOM)).as("joined again").isTrue();
    }

    @Test
    void a_room_that_is_unsubscribed_from_while_the_users_rooms_are_read_is_not_listened_to() {
        switchboard.subscribeMine(ann, "r");
        switchboard.unsubscribe(ann, new ClientFrame.Unsubscribe("u", List.of(ROOM)));
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(member(ROOM, 4), member(OTHER_ROOM, 7))));

        assertThat(switchboard.listens(ann, ROOM)).isFalse();
        assertThat(switchboard.listens(ann, OTHER_ROOM)).isTrue();
    }

    @Test
    void rooms_that_are_not_here_yet_keep_no_other_room_from_catching_up() {
        switchboard.arrived(List.of(said(ROOM, 7), said(ROOM, 8)));
        List<ClientFrame.Listening> asked = new ArrayList<>();
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < Attached.MAX_CATCHING_UP; i++) {
            UUID ahead = new UUID(1, i);
            switchboard.arrived(List.of(said(ahead, 3)));
            asked.add(new ClientFrame.Listening(ahead, "e", 4L));
            standings.add(member(ahead, 6));
        }
        asked.add(new ClientFrame.Listening(ROOM, "e", 7L));
        standings.add(member(ROOM, 8));
        switchboard.subscribe(ann, new ClientFrame.Subscribe("r", asked));
        past.standings.removeLast().accept(new Past.Reply.Known<>(standings));

        assertThat(sockets.sent).anyMatch(frame -> frame.contains("\"events\":[{\"sequence\":8}]"));
        assertThat(sockets.sent).last().asString().contains("\"caughtUp\"", ROOM.toString());

        sockets.sent.clear();
        switchboard.arrived(List.of(said(new UUID(1, 0), 4), said(new UUID(1, 1), 4), said(new UUID(1, 1), 5)));
        assertThat(sockets.sent).hasSize(3);
        assertThat(sockets.sent.getFirst()).as("has seen it").contains("\"caughtUp\"");
        assertThat(sockets.sent.get(1)).contains("\"events\":[{\"sequence\":5}]");
        assertThat(sockets.sent.getLast()).contains("\"caughtUp\"");
    }
}
