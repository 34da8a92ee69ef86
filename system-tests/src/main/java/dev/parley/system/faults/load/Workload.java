package dev.parley.system.faults.load;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.system.faults.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The people of a run and what they do. Open loop: the next command comes when it is due, whether the ones before it were
 * answered or not, so a system that stands still is not spared.
 */
public final class Workload implements Client.Observer, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_UNANSWERED = 60;
    private static final RoomKind[] KINDS = {
        RoomKind.PRIVATE, RoomKind.PUBLIC, RoomKind.PRIVATE, RoomKind.ANNOUNCEMENT, RoomKind.PUBLIC
    };

    private final List<Client> clients = new ArrayList<>();
    private final Map<Client, Beliefs> beliefs = new ConcurrentHashMap<>();
    private final Directory directory = new Directory();
    private final Random random;
    private final Choices choices;
    private final Beat beat = new Beat("load-", 2);
    private final AtomicLong heldBack = new AtomicLong();
    private volatile boolean talking;

    public Workload(List<String> names, Doors doors, Recorder recorder, Random random) {
        this.random = random;
        for (String name : names) {
            Client client = new Client(name, doors, recorder, new Random(random.nextLong()), this);
            clients.add(client);
            beliefs.put(client, new Beliefs());
        }
        this.choices = new Choices(directory, clients, random);
    }

    /** Everybody comes online and stays so. */
    public void connect() {
        beat.every(TICK, () -> clients.forEach(Client::tick));
    }

    /** Makes rooms, each kept by somebody else, each with about half of the people. */
    public void furnish(int rooms) {
        for (int i = 0; i < rooms; i++) {
            Client keeper = clients.get(i % clients.size());
            Person self = keeper.person();
            if (self == null) {
                throw new IllegalStateException(keeper.name() + " is not connected");
            }
            RoomKind kind = KINDS[i % KINDS.length];
            keeper.submit(choices.create(keeper, self, kind, choices.others(self, Math.max(1, clients.size() / 2))));
        }
    }

    /** From now on so many commands a second, of anybody. */
    public void talk(double commandsPerSecond) {
        talking = true;
        beat.every(Duration.ofNanos((long) (NANOS_PER_SECOND / commandsPerSecond)), this::next);
    }

    private void next() {
        if (!talking) {
            return;
        }
        Client client = clients.get(random.nextInt(clients.size()));
        if (client.unanswered() >= MOST_UNANSWERED) {
            heldBack.incrementAndGet();
            return;
        }
        Command command = choices.next(client, of(client));
        if (command != null) {
            client.submit(command);
            if (random.nextInt(50) == 0) {
                // As if the answer had been lost: the same id again, which changes nothing.
                beat.after(Duration.ofMillis(random.nextInt(3_000)), () -> client.submit(command));
            }
        }
    }

    public void fallSilent() {
        talking = false;
    }

    /** One message more in every room. After this nothing comes that would show a listener what it missed. */
    public void lastWords() {
        directory.rooms().forEach(room -> room.keeper().submit(choices.lastWord(room.id())));
    }

    /** Everybody's connection breaks at once. */
    public void storm() {
        clients.forEach(Client::drop);
    }

    /** @throws RuntimeException what a client or the load itself threw, if anything */
    public void requireSound() {
        beat.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    public boolean allConnected() {
        return clients.stream().allMatch(Client::connected);
    }

    public int unanswered() {
        return clients.stream().mapToInt(Client::unanswered).sum();
    }

    /** Commands that were due and not sent because too many of that person waited for answers. */
    public long heldBack() {
        return heldBack.get();
    }

    public List<Client> clients() {
        return List.copyOf(clients);
    }

    public Directory directory() {
        return directory;
    }

    /** Looks again and again; returns whether it came true in time. */
    public static boolean await(Duration bound, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(TICK.dividedBy(5));
        }
        return true;
    }

    private Beliefs of(Client client) {
        return beliefs.computeIfAbsent(client, _ -> new Beliefs());
    }

    @Override
    public void accepted(Client client, Command command, Answer.Accepted accepted) {
        UUID room = accepted.room();
        if (room != null && (command instanceof Command.CreateRoom || command instanceof Command.OpenDirect)) {
            of(client).joined(room);
        }
    }

    @Override
    public void refused(Client client, Command command, Answer.Rejected rejected) {
        // Somebody whom message-service has not heard of yet; a refused id may be tried again.
        if (command instanceof Command.CreateRoom && rejected.code() == RejectionCode.NOT_FOUND && !talking) {
            beat.after(TICK, () -> client.submit(command));
        }
    }

    @Override
    public void delivered(Client client, UUID room, Event event) {
        Person self = client.person();
        if (self != null) {
            of(client).learn(self, room, event);
        }
    }

    @Override
    public void close() {
        talking = false;
        beat.close();
        clients.forEach(Client::stop);
    }
}
