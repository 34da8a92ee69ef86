package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
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
    private final Present present = new Present();
    private final Switchboard switchboard = new Switchboard(
            past,
            sockets,
            present,
            new Codec(Limits.DEFAULT),
            new Reach(Limits.DEFAULT.resumeEvents(), 100_000, Duration.ofSeconds(3), 65_536));
    private final Listener ann = new Seat("ann", 0);

    private static final class Sockets implements Outlet {
        private final List<String> sent = new ArrayList<>();
        private final List<CloseCode> closed = new ArrayList<>();
        /** Of frames that the socket is asked about, and has not taken yet. */
        private final List<Runnable> written = new ArrayList<>();

        private int taken;
        private final List<Listener> to = new ArrayList<>();

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
            to.add(listener);
            sent.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void send(Listener listener, byte[] frame, Runnable then) {
            send(listener, frame);
            written.add(then);
        }

        int bytes() {
            return sent.stream().mapToInt(String::length).sum();
        }

        @Override
        public void close(Listener listener, CloseCode code) {
            closed.add(code);
        }
    }

    private static final class Present implements Attendance {
        private final List<String> people = new ArrayList<>();
        private List<String> online = List.of();

        @Override
        public void began(UUID room, String user) {
            people.add(user);
        }

        @Override
        public void ended(UUID room, String user) {
            people.remove(user);
        }

        @Override
        public List<String> online(UUID room) {
            return online;
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

    /** So many of them; in each as many people are online as may be named. */
    private Standing.Seen[] busyRooms(int count) {
        present.online = IntStream.range(0, Limits.ONLINE_PEOPLE)
                .mapToObj(i -> new UUID(i, i).toString())
                .toList();
        return IntStream.range(0, count)
                .mapToObj(i -> member(new UUID(1, i), 4))
                .toArray(Standing.Seen[]::new);
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
