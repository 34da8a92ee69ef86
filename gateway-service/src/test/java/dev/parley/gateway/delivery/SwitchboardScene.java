package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A switchboard with one listener, whose sockets and whose past do what a test says. */
abstract class SwitchboardScene {
    static final UUID ROOM = new UUID(0, 1);
    static final UUID OTHER_ROOM = new UUID(0, 2);

    record Seat(String user, int lane) implements Listener {}

    final ScriptedPast past = new ScriptedPast();
    final Sockets sockets = new Sockets();
    final Present present = new Present();
    final Switchboard switchboard = new Switchboard(
            past,
            sockets,
            present,
            new Codec(Limits.DEFAULT),
            new Reach(Limits.DEFAULT.resumeEvents(), 100_000, Duration.ofSeconds(3), 65_536));
    final Listener ann = new Seat("ann", 0);

    static final class Sockets implements Outlet {
        final List<String> sent = new ArrayList<>();
        final List<CloseCode> closed = new ArrayList<>();
        /** Of frames that the socket is asked about, and has not taken yet. */
        final List<Runnable> written = new ArrayList<>();

        int taken;
        final List<Listener> to = new ArrayList<>();

        boolean broken;

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

    static final class Present implements Attendance {
        final List<String> people = new ArrayList<>();
        List<String> online = List.of();

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

    static Arrival arrival(UUID room, long sequence, LoggedEvent.Effect effect, @Nullable String affected) {
        String json = "{\"sequence\":%d}".formatted(sequence);
        return new Arrival(
                room, "e", new LoggedEvent(sequence, effect, affected, json.getBytes(StandardCharsets.UTF_8)));
    }

    static Arrival said(UUID room, long sequence) {
        return arrival(room, sequence, LoggedEvent.Effect.NONE, null);
    }

    static Standing.Seen member(UUID room, long head) {
        return new Standing.Seen(room, "e", head, Role.MEMBER);
    }

    /** So many of them; in each as many people are online as may be named. */
    Standing.Seen[] busyRooms(int count) {
        present.online = IntStream.range(0, Limits.ONLINE_PEOPLE)
                .mapToObj(i -> new UUID(i, i).toString())
                .toList();
        return IntStream.range(0, count)
                .mapToObj(i -> member(new UUID(1, i), 4))
                .toArray(Standing.Seen[]::new);
    }

    void listensToMine(Standing.Seen... rooms) {
        switchboard.subscribeMine(ann, "r");
        past.memberships.removeLast().accept(new Past.Reply.Known<>(List.of(rooms)));
    }
}
