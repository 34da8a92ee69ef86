package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.codec.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Everything around a switchboard, out of one seed: rooms whose logs grow, a broadcast that loses, doubles and reorders,
 * a history-service that is late, stale or away, and sockets that take their time.
 */
final class SimulatedWorld implements Past, Outlet, Attendance {
    static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final int RING_BYTES = 3_000;
    /** A few rooms. */
    private static final int ANNOUNCED_BYTES = 500;

    private static final int RESUME_EVENTS = 30;

    final Random random;
    final Switchboard switchboard;
    final Map<UUID, SimulatedRoom> rooms = new HashMap<>();
    final List<SimulatedClient> clients = new ArrayList<>();
    final List<String> users = List.of("ann", "ben", "cleo");

    /** What will happen; which of them next is drawn. */
    private final List<Runnable> due = new ArrayList<>();

    private final List<Arrival> broadcast = new ArrayList<>();
    private boolean calm;

    SimulatedWorld(long seed) {
        random = new Random(seed);
        switchboard = new Switchboard(
                this, this, this, CODEC, new Reach(RESUME_EVENTS, RING_BYTES, Duration.ofSeconds(3), ANNOUNCED_BYTES));
        for (int i = 0; i < 2; i++) {
            SimulatedRoom room = new SimulatedRoom(new UUID(0, i + 1), this);
            rooms.put(room.id, room);
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        settle();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            anyRoom().grow();
        } else if (dice < 60) {
            deliverSome();
        } else if (dice < 80) {
            runOneDue();
        } else if (dice < 84 && clients.size() < 6) {
            connect();
        } else if (dice < 85) {
            switchboard.compareHeads();
        } else if (!clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).act();
        }
    }

    /** No more trouble: what is under way ends. Nothing more is said: a lost tail has to be found by asking. */
    private void settle() {
        calm = true;
        for (int round = 0; round < 3; round++) {
            switchboard.compareHeads();
            for (int i = 0; i < 10_000 && (!due.isEmpty() || !broadcast.isEmpty()); i++) {
                deliverSome();
                runOneDue();
            }
        }
        clients.forEach(SimulatedClient::checkComplete);
    }

    private void connect() {
        SimulatedClient client = new SimulatedClient(this, users.get(random.nextInt(users.size())));
        clients.add(client);
        switchboard.attach(client);
    }

    SimulatedRoom anyRoom() {
        return room(new UUID(0, 1 + random.nextInt(rooms.size())));
    }

    SimulatedRoom room(UUID id) {
        return Objects.requireNonNull(rooms.get(id));
    }

    private void runOneDue() {
        if (!due.isEmpty()) {
            due.remove(random.nextInt(due.size())).run();
        }
    }

    void publish(Arrival arrival) {
        boolean lost = !calm && random.nextInt(12) == 0;
        if (!lost) {
            broadcast.add(arrival);
        }
        if (random.nextInt(12) == 0) {
            broadcast.add(random.nextInt(broadcast.size() + 1), arrival);
        }
        if (!calm && random.nextInt(12) == 0) {
            // A writer that died between commit and publishing comes back and says again what it said long ago.
            SimulatedRoom room = rooms.get(arrival.room());
            if (room != null) {
                broadcast.add(new Arrival(room.id, room.epoch, room.log.get(random.nextInt(room.log.size()))));
            }
        }
    }

    private void deliverSome() {
        int count = Math.min(broadcast.size(), 1 + random.nextInt(4));
        List<Arrival> batch = new ArrayList<>(broadcast.subList(0, count));
        broadcast.subList(0, count).clear();
        switchboard.arrived(batch);
    }

    // ---- Past ----

    @Override
    public void standings(String user, List<UUID> asked, Consumer<Reply<List<Standing>>> then) {
        int staleness = calm || random.nextInt(3) > 0 ? 0 : random.nextInt(4);
        later(() -> {
            if (away()) {
                then.accept(new Reply.Unreachable<>());
                return;
            }
            then.accept(new Reply.Known<>(asked.stream()
                    .map(room ->
                            rooms.containsKey(room) ? room(room).standing(user, staleness) : new Standing.Unseen(room))
                    .toList()));
        });
    }

    @Override
    public void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then) {
        later(() -> {
            if (away()) {
                then.accept(new Reply.Unreachable<>());
                return;
            }
            List<Standing.Seen> found = new ArrayList<>();
            for (SimulatedRoom room : rooms.values()) {
                if (room.standing(user, 0) instanceof Standing.Seen seen) {
                    found.add(seen);
                }
            }
            // The answer was true when it was read; what happens on its way comes as events.
            later(() -> then.accept(new Reply.Known<>(found)));
        });
    }

    @Override
    public void events(UUID room, long after, int limit, Consumer<Reply<Page>> then) {
        int staleness = calm || random.nextInt(3) > 0 ? 0 : random.nextInt(4);
        later(() -> then.accept(
                away()
                        ? new Reply.Unreachable<>()
                        : new Reply.Known<>(room(room).page(after, Math.min(limit, 7), staleness))));
    }

    @Override
    public void after(Duration delay, Runnable then) {
        later(then);
    }

    private boolean away() {
        return !calm && random.nextInt(15) == 0;
    }

    private void later(Runnable action) {
        due.add(action);
    }

    // ---- Outlet ----

    @Override
    public void deliver(Audience audience, byte[] frame) {
        for (int lane = 0; lane < audience.lanes(); lane++) {
            for (Listener listener : audience.in(lane)) {
                send(listener, frame);
            }
        }
    }

    @Override
    public void send(Listener listener, byte[] frame) {
        ((SimulatedClient) listener).receive(frame);
    }

    @Override
    public void send(Listener listener, byte[] frame, Runnable written) {
        send(listener, frame);
        later(written);
    }

    @Override
    public void close(Listener listener, CloseCode code) {
        ((SimulatedClient) listener).disconnect();
    }

    // ---- Attendance ----

    private final Map<String, Integer> attending = new HashMap<>();

    @Override
    public void began(UUID room, String user) {
        attending.merge(room + user, 1, Integer::sum);
    }

    @Override
    public void ended(UUID room, String user) {
        if (attending.merge(room + user, -1, Integer::sum) < 0) {
            throw new AssertionError("somebody ceased to listen who never began");
        }
    }

    @Override
    public List<String> online(UUID room) {
        return List.of();
    }

    static byte[] json(long sequence, Event.Change change) {
        return CODEC.encode(new Event(sequence, Instant.EPOCH, new Person("ann", "ann"), "c" + sequence, change));
    }
}
