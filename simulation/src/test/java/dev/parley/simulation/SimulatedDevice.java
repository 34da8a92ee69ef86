package dev.parley.simulation;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.command.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device of a user: it does what docs/protocol.md asks of a client. It comes back to any gateway, resumes from its
 * cursors, and sends with the same id what was not answered. What it is told it holds against what really happened.
 */
final class SimulatedDevice {
    private final World world;
    private final Person person;
    private final int number;
    private final Commands commands;

    /** By command id: what is not answered yet. */
    private final Map<String, Command> pending = new LinkedHashMap<>();
    /** By command id: what was answered; sent again now and then all the same. */
    private final Map<String, Command> answered = new LinkedHashMap<>();
    /** By room: the last event seen. */
    private final Map<UUID, Long> cursors = new LinkedHashMap<>();

    private @Nullable SimulatedConnection connection;
    private Listenings listenings;
    private boolean wantsMine;
    private boolean comesBack;
    private int requests;

    SimulatedDevice(World world, String user, int number) {
        this.world = world;
        this.person = new Person(user, user);
        this.number = number;
        this.commands = new Commands(world, user + number);
        this.listenings = new Listenings(world, this);
    }

    Person person() {
        return person;
    }

    int number() {
        return number;
    }

    @Override
    public String toString() {
        return person.id() + number;
    }

    // ---- What it does ----

    void act() {
        SimulatedConnection now = connection;
        if (now == null) {
            comeBack();
            return;
        }
        int dice = world.random.nextInt(100);
        if (dice < 50) {
            UUID room = commands.anyRoom();
            int atOnce = world.between(1, 3);
            for (int i = 0; i < atOnce; i++) {
                submit(now, commands.next(person.id(), room));
            }
        } else if (dice < 56) {
            post(commands.next(person.id()));
        } else if (dice < 62) {
            again(now);
        } else if (dice < 76) {
            subscribe(now);
        } else if (dice < 80) {
            unsubscribe(now);
        } else if (dice < 88) {
            mine(now);
        } else if (dice < 93) {
            now.cut();
        }
    }

    private void submit(SimulatedConnection to, Command command) {
        pending.put(command.id(), command);
        send(to, command);
    }

    private void send(SimulatedConnection to, Command command) {
        world.ledger.sent(person.id(), command, to);
        if (world.traced()) {
            world.say(this + ": sends " + command + " to " + to.gateway());
        }
        to.send(new ClientFrame.Submit(command));
    }

    private void again(SimulatedConnection to) {
        List<Command> known = new ArrayList<>(world.oneIn(2) ? answered.values() : pending.values());
        if (!known.isEmpty()) {
            Command command = world.pick(known);
            if (world.oneIn(3)) {
                post(command);
            } else {
                submit(to, command);
            }
        }
    }

    /** Over HTTP, to some gateway. */
    private void post(Command command) {
        pending.put(command.id(), command);
        world.ledger.sent(person.id(), command, null);
        if (world.traced()) {
            world.say(this + ": posts " + command);
        }
        SimulatedGateway gateway = world.pick(world.gateways);
        world.soon(1, 40, () -> {
            if (!gateway.posted(person, command, new HttpWaiter())) {
                world.say("nobody is there");
            }
        });
        // Whatever becomes of the request: in the end it is asked again.
        world.soon(4_000, 12_000, () -> {
            if (pending.containsKey(command.id())) {
                post(command);
            }
        });
    }

    private String request() {
        return "request-" + this + '-' + ++requests;
    }

    private void subscribe(SimulatedConnection to) {
        UUID room = commands.anyRoom();
        Long cursor = world.oneIn(3) ? null : cursors.get(room);
        // Some remember less than they have seen.
        listen(to, room, cursor == null || world.oneIn(2) ? cursor : Long.valueOf(world.between(0, cursor.intValue())));
    }

    private void listen(SimulatedConnection to, UUID room, @Nullable Long cursor) {
        if (!listenings.asks(room, cursor)) {
            return;
        }
        RoomTruth truth = world.database.rooms.get(room);
        String epoch = truth == null || cursor == null ? null : truth.epoch;
        if (world.traced()) {
            world.say("%s: subscribes to %s after %s".formatted(this, Trace.room(room), cursor));
        }
        to.send(new ClientFrame.Subscribe(request(), List.of(new ClientFrame.Listening(room, epoch, cursor))));
    }

    private void unsubscribe(SimulatedConnection to) {
        UUID room = commands.anyRoom();
        String request = request();
        if (listenings.leaves(room, request)) {
            to.send(new ClientFrame.Unsubscribe(request, List.of(room)));
        }
    }

    private void mine(SimulatedConnection to) {
        wantsMine = true;
        String request = request();
        listenings.asksForMine(request);
        if (world.traced()) {
            world.say("%s: subscribes to all its rooms, %s".formatted(this, request));
        }
        to.send(new ClientFrame.SubscribeMine(request));
    }

    // ---- Coming and going ----

    void disconnected(SimulatedConnection broken) {
        if (connection != broken) {
            return;
        }
        connection = null;
        comeBackLater();
    }

    private void comeBackLater() {
        if (!comesBack) {
            comesBack = true;
            world.soon(10, 4_000, () -> {
                comesBack = false;
                comeBack();
            });
        }
    }

    private void comeBack() {
        if (connection != null) {
            return;
        }
        SimulatedConnection fresh = world.pick(world.gateways).connect(this);
        if (fresh == null) {
            comeBackLater();
            return;
        }
        connection = fresh;
        if (world.traced()) {
            world.say("%s: is connected to %s".formatted(this, fresh.gateway()));
        }
        List<UUID> rooms = listenings.wanted();
        listenings = new Listenings(world, this);
        rooms.forEach(room -> listen(fresh, room, cursors.get(room)));
        if (wantsMine) {
            mine(fresh);
        }
        List.copyOf(pending.values()).forEach(command -> send(fresh, command));
    }

    // ---- What it is told ----

    void told(SimulatedConnection by, SimulatedConnection.Told told) {
        if (by != connection) {
            return;
        }
        switch (told.frame()) {
            case ServerFrame.Answered(Answer answer) -> answer(answer);
            case ServerFrame.Subscribed subscribed -> listenings.subscribed(subscribed, told.answers());
            case ServerFrame.Events events -> listenings.events(events);
            case ServerFrame.CaughtUp caughtUp -> listenings.caughtUp(caughtUp);
            case ServerFrame.Reset reset -> listenings.reset(reset);
            case ServerFrame.Welcome _,
                    ServerFrame.Signalled _,
                    ServerFrame.Ping _,
                    ServerFrame.Pong _,
                    ServerFrame.Failure _ -> throw new AssertionError("nobody says this here: " + told);
        }
    }

    /** Its place in the room has ended; somebody may not believe it. */
    void ended(UUID room) {
        if (world.oneIn(2)) {
            Long cursor = world.oneIn(2) ? cursors.get(room) : null;
            whenConnected(1, 200, now -> listen(now, room, cursor));
        }
    }

    /** A message is deleted; somebody would like to read it all the same. */
    void sawDeleted(UUID room, long message) {
        if (world.oneIn(2)) {
            whenConnected(1, 2_000, now -> listen(now, room, message - 1));
        }
    }

    private void whenConnected(int fromMillis, int toMillis, Consumer<SimulatedConnection> action) {
        world.soon(fromMillis, toMillis, () -> {
            SimulatedConnection now = connection;
            if (now != null) {
                action.accept(now);
            }
        });
    }

    void seen(UUID room, long sequence) {
        cursors.put(room, sequence);
    }

    private void answer(Answer answer) {
        if (answer.id().startsWith("request-")) {
            if (world.traced()) {
                world.say("%s: is told %s".formatted(this, answer));
            }
            if (!listenings.answered(answer)) {
                // Its rooms could not be read just now.
                whenConnected(100, 2_000, this::mine);
            }
            return;
        }
        if (world.traced()) {
            world.say(this + ": is told " + answer);
        }
        world.ledger.heard(person.id(), answer);
        Command command = pending.get(answer.id());
        if (command == null) {
            return;
        }
        if (Ledger.settles(answer) || world.oneIn(3)) {
            pending.remove(answer.id());
            answered.put(answer.id(), command);
        } else {
            whenConnected(10, 1_000, now -> {
                if (pending.containsKey(command.id())) {
                    send(now, command);
                }
            });
        }
    }

    private final class HttpWaiter implements Waiter {
        @Override
        public void answered(Answer answer) {
            // The answer may be lost on its way.
            if (!world.strikes(world.faults.connectionBreaks())) {
                world.soon(1, 40, () -> answer(answer));
            }
        }

        @Override
        public void unknown() {}

        @Override
        public boolean gone() {
            return false;
        }
    }

    // ---- In the end ----

    void check() {
        SimulatedConnection now = connection;
        if (now == null) {
            throw new AssertionError(this + " never came back");
        }
        if (!pending.isEmpty()) {
            throw new AssertionError(this + " was never answered: " + pending.values());
        }
        listenings.check(now);
    }
}
