package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Event;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client that believes nothing: it checks each frame against what it asked for and what really happened. */
final class SimulatedClient implements Listener {
    private final SimulatedWorld world;
    private final String user;
    private boolean connected = true;
    private int requests;

    /** By room: the sequence that must come next. */
    private final Map<UUID, Long> next = new HashMap<>();
    /** By room: the cursor that an open request named. */
    private final Map<UUID, @Nullable Long> resuming = new HashMap<>();

    private final Set<UUID> open = new HashSet<>();
    private final Map<String, List<UUID>> unsubscribing = new HashMap<>();
    private final Map<UUID, Long> seen;

    SimulatedClient(SimulatedWorld world, String user) {
        this(world, user, new HashMap<>());
    }

    private SimulatedClient(SimulatedWorld world, String user, Map<UUID, Long> seen) {
        this.world = world;
        this.user = user;
        this.seen = seen;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public int lane() {
        return user.length() % 2;
    }

    // ---- What it does ----

    void act() {
        if (!connected) {
            reconnect();
            return;
        }
        UUID room = world.anyRoom().id;
        switch (world.random.nextInt(6)) {
            case 0, 1 -> subscribe(room, null);
            case 2 -> subscribe(room, seen.get(room));
            case 3 -> world.switchboard.subscribeMine(this, id());
            case 4 -> unsubscribe(room);
            default -> {
                if (world.random.nextInt(4) == 0) {
                    disconnect();
                }
            }
        }
    }

    private String id() {
        return user + requests++;
    }

    private void subscribe(UUID room, @Nullable Long after) {
        if (resuming.containsKey(room)) {
            // One question about a room at a time keeps the checks exact.
            return;
        }
        resuming.put(room, after);
        world.switchboard.subscribe(
                this, new ClientFrame.Subscribe(id(), List.of(new ClientFrame.Listening(room, "e0", after))));
    }

    private void unsubscribe(UUID room) {
        if (resuming.containsKey(room)) {
            return;
        }
        String id = id();
        unsubscribing.put(id, List.of(room));
        world.switchboard.unsubscribe(this, new ClientFrame.Unsubscribe(id, List.of(room)));
    }

    void disconnect() {
        connected = false;
        open.clear();
        world.switchboard.detach(this);
    }

    private void reconnect() {
        SimulatedClient again = new SimulatedClient(world, user, seen);
        world.clients.set(world.clients.indexOf(this), again);
        world.switchboard.attach(again);
        new ArrayList<>(seen.keySet()).forEach(room -> again.subscribe(room, seen.get(room)));
    }

    // ---- What it is told ----

    void receive(byte[] frame) {
        if (!connected) {
            return;
        }
        ServerFrame told = ((Decoded.Value<ServerFrame>)
                        SimulatedWorld.CODEC.serverFrame(new String(frame, StandardCharsets.UTF_8)))
                .value();
        switch (told) {
            case ServerFrame.Subscribed subscribed -> subscribed(subscribed);
            case ServerFrame.Events events -> events(events);
            case ServerFrame.CaughtUp caughtUp ->
                assertThat(next.get(caughtUp.room()))
                        .as("caught up after everything before it")
                        .isEqualTo(caughtUp.sequence() + 1);
            case ServerFrame.Reset reset -> next.put(reset.room(), reset.sequence() + 1);
            case ServerFrame.Answered(Answer.Accepted accepted) -> {
                for (UUID room : unsubscribing.getOrDefault(accepted.id(), List.of())) {
                    open.remove(room);
                }
            }
            case ServerFrame.Answered(Answer.Rejected rejected) -> {
                if (rejected.room() != null) {
                    resuming.remove(rejected.room());
                    open.remove(rejected.room());
                }
            }
            default -> throw new AssertionError("unexpected " + told);
        }
    }

    private void subscribed(ServerFrame.Subscribed subscribed) {
        UUID room = subscribed.room();
        Long after = resuming.remove(room);
        next.put(room, (after == null ? subscribed.sequence() : after) + 1);
        open.add(room);
        seen.putIfAbsent(room, next.get(room) - 1);
    }

    private void events(ServerFrame.Events frame) {
        UUID room = frame.room();
        SimulatedRoom truth = world.room(room);
        for (Event event : frame.events()) {
            assertThat(open).as("%s listens to the room of an event", user).contains(room);
            assertThat(event.sequence()).as("no hole, no repeat, no reordering").isEqualTo(next.get(room));
            assertThat(SimulatedWorld.CODEC.encode(event))
                    .as("the event as it was logged")
                    .isEqualTo(truth.log.get((int) event.sequence() - 1).json());
            truth.checkMayRead(user, event.sequence());
            next.put(room, event.sequence() + 1);
            seen.put(room, event.sequence());
            if (truth.log.get((int) event.sequence() - 1).ends(user) && !rejoinedSince(truth, event.sequence())) {
                open.remove(room);
            }
        }
    }

    /** Somebody who catches up and has come back since reads on over the old removal. */
    private boolean rejoinedSince(SimulatedRoom room, long sequence) {
        return room.log.subList((int) sequence, room.log.size()).stream()
                .anyMatch(event -> user.equals(event.affected()) && event.effect() == LoggedEvent.Effect.BEGINS);
    }

    void checkComplete() {
        if (!connected) {
            return;
        }
        assertThat(resuming).as("every request was answered").isEmpty();
        for (UUID room : open) {
            SimulatedRoom truth = world.room(room);
            if (truth.memberAt(user, truth.head()) && listensAccordingTo(room)) {
                assertThat(next.get(room)).as("everything arrived").isEqualTo(truth.head() + 1);
            }
        }
    }

    private boolean listensAccordingTo(UUID room) {
        return world.switchboard.listens(this, room);
    }
}
