package dev.parley.system.faults.load;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import dev.parley.system.faults.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener at each gateway, and messages now and then: how long until everything works from end to end again. */
public final class Probe implements Client.Observer, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** So many that hardly a message-service has none of their partitions. */
    private static final int ROOMS = 6;

    private final List<Client> listeners = new ArrayList<>();
    private final Beat beat = new Beat("probe-", 1);
    private final ConcurrentHashMap<String, Set<Client>> heard = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final List<UUID> rooms = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    /** @param user somebody who does nothing else */
    public Probe(String user, Doors doors, Recorder recorder, Random random) {
        for (int gateway = 0; gateway < doors.gateways(); gateway++) {
            listeners.add(new Client(user, doors.only(gateway), recorder, new Random(random.nextLong()), this));
        }
    }

    public void connect() {
        beat.every(TICK, () -> listeners.forEach(Client::tick));
    }

    public boolean connected() {
        return listeners.stream().allMatch(Client::connected);
    }

    /** Makes the rooms in which it is probed. */
    public List<UUID> furnish() {
        Client first = listeners.getFirst();
        Person self = first.person();
        if (self == null) {
            throw new IllegalStateException(first.name() + " is not connected");
        }
        for (int i = 0; i < ROOMS; i++) {
            String id = "probe-room-" + i;
            first.submit(new Command.CreateRoom(id, "probe " + i, RoomKind.PRIVATE, null, List.of()));
            rooms.add(RoomIds.created(self.id(), id));
        }
        return List.copyOf(rooms);
    }

    /**
     * Posts in every room, through the gateways by turns, again every second, until all that was posted at one of these times
     * is accepted and every gateway has delivered it. Again, because what is lost on its way comes back only when the client
     * gives up waiting for the answer, and that is the client's time.
     *
     * @return how long it took since {@code sinceNanos}; nothing if the bound passed
     */
    public Optional<Duration> measure(long sinceNanos, Duration bound) throws InterruptedException {
        List<List<String>> asked = new ArrayList<>();
        long end = System.nanoTime() + bound.toNanos();
        while (System.nanoTime() - end < 0) {
            asked.add(ask());
            if (Workload.await(AGAIN, () -> asked.stream().anyMatch(this::arrived))) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - sinceNanos));
            }
        }
        return Optional.empty();
    }

    private List<String> ask() {
        List<String> ids = new ArrayList<>();
        for (UUID room : rooms) {
            String id = "probe-" + count.incrementAndGet();
            ids.add(id);
            heard.put(id, ConcurrentHashMap.newKeySet());
            listeners.get(ids.size() % listeners.size()).submit(new Command.Post(id, room, id, null));
        }
        return ids;
    }

    private boolean arrived(List<String> ids) {
        return accepted.containsAll(ids)
                && ids.stream().allMatch(id -> heard.getOrDefault(id, Set.of()).containsAll(listeners));
    }

    /** One of them, to read as the user. */
    public Client listener() {
        return listeners.getFirst();
    }

    public int unanswered() {
        return listeners.stream().mapToInt(Client::unanswered).sum();
    }

    @Override
    public void accepted(Client client, Command command, Answer.Accepted answer) {
        accepted.add(command.id());
    }

    @Override
    public void refused(Client client, Command command, Answer.Rejected rejected) {
        accepted.remove(command.id());
    }

    @Override
    public void delivered(Client client, UUID room, Event event) {
        heard.computeIfPresent(event.command(), (_, clients) -> {
            clients.add(client);
            return clients;
        });
    }

    @Override
    public void close() {
        beat.close();
        listeners.forEach(Client::stop);
    }
}
