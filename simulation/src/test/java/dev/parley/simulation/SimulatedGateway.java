package dev.parley.simulation;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.Topics;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.GatewayId;
import dev.parley.gateway.command.CommandDesk;
import dev.parley.gateway.command.PendingAnswers;
import dev.parley.gateway.command.Waiter;
import dev.parley.gateway.delivery.Attendance;
import dev.parley.gateway.delivery.Audience;
import dev.parley.gateway.delivery.Listener;
import dev.parley.gateway.delivery.Outlet;
import dev.parley.gateway.delivery.Reach;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.events.RecordReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One gateway around the real core: its sockets, its reading of Kafka and its sending to it. */
final class SimulatedGateway {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_POLL_RECORDS = 6;
    private static final int READ_BACK_RECORDS = 12;

    private final World world;
    private final String name;
    private final Reach reach;
    private Life life;
    private boolean pollIsDue;

    SimulatedGateway(World world, String name) {
        this.world = world;
        this.name = name;
        this.reach = new Reach(
                world.between(4, 30),
                world.between(200, 4_000),
                Duration.ofMillis(world.between(100, 3_000)),
                world.between(200, 2_000));
        this.life = new Life();
    }

    @Override
    public String toString() {
        return name;
    }

    boolean up() {
        return life.alive;
    }

    void wake() {
        if (life.alive && !pollIsDue) {
            pollIsDue = true;
            world.soon(1, 40, () -> {
                pollIsDue = false;
                if (life.alive) {
                    life.poll();
                }
            });
        }
    }

    void crash() {
        if (!life.alive) {
            return;
        }
        world.say(name + ": dies");
        life.end();
        world.soon(50, 3_000, () -> {
            life = new Life();
            world.say(name + ": is up");
            wake();
        });
    }

    void compareHeads() {
        life.switchboard.compareHeads();
    }

    void sweep() {
        life.desk.sweep(PATIENCE);
    }

    /** Kafka has thrown away some of what was not read yet, and says so. */
    void loseRecords() {
        if (life.alive) {
            life.lose();
        }
    }

    // ---- Sockets ----

    /** @return null if nobody listens there */
    @Nullable
    SimulatedConnection connect(SimulatedDevice device) {
        return life.alive ? life.connect(device) : null;
    }

    boolean listens(SimulatedConnection connection, UUID room) {
        return life.switchboard.listens(connection, room);
    }

    void received(SimulatedConnection connection, ClientFrame frame) {
        life.received(connection, frame);
    }

    void closed(SimulatedConnection connection) {
        if (life.connections.remove(connection)) {
            life.switchboard.detach(connection);
        }
    }

    /** A command by HTTP. False if nobody listens there. */
    boolean posted(Person by, Command command, Waiter waiter) {
        if (!life.alive) {
            return false;
        }
        life.desk.submit(by, command, waiter);
        return true;
    }

    /** From a start to a crash: what is in memory. */
    private final class Life implements Outlet, Attendance {
        private final GatewayId id = new GatewayId(name);
        private final Switchboard switchboard =
                new Switchboard(new SimulatedHistory(world, () -> alive()), this, this, World.CODEC, reach);
        private final SimulatedProducer producer = new SimulatedProducer(world, id, this::tooEarly);
        private final CommandDesk desk = new CommandDesk(producer, new PendingAnswers(), _ -> {}, world.clock);
        private final RecordReader reader = new RecordReader(World.CODEC, id);
        private final Set<SimulatedConnection> connections = new LinkedHashSet<>();
        private final Map<String, int[]> positions = new HashMap<>();
        /** By topic and partition: how far it was read at the most. */
        private final Map<String, Integer> read = new HashMap<>();

        private final Map<String, Integer> attending = new HashMap<>();
        private final ToldFrames frames = new ToldFrames(world, name);

        private boolean alive = true;
        private int partitionsKnown = world.kafka.partitions(Topics.COMMANDS);

        Life() {
            for (String topic : List.of(Topics.EVENTS, Topics.REPLIES)) {
                int[] from = new int[partitionsKnown];
                for (int i = 0; i < from.length; i++) {
                    int back = topic.equals(Topics.EVENTS) ? world.random.nextInt(READ_BACK_RECORDS) : 0;
                    from[i] = Math.max(0, world.kafka.end(topic, i) - back);
                }
                positions.put(topic, from);
            }
        }

        private void tooEarly(Person by, Answer answer) {
            desk.answered(by.id(), null, answer);
        }

        private boolean alive() {
            return alive;
        }

        private void end() {
            alive = false;
            List.copyOf(connections).forEach(SimulatedConnection::cut);
            connections.clear();
            producer.end();
        }

        // ---- Kafka to here ----

        private void poll() {
            if (world.calm() || world.oneIn(5)) {
                producer.look();
                partitionsKnown = world.kafka.partitions(Topics.COMMANDS);
                positions.replaceAll((_, from) -> Arrays.copyOf(from, partitionsKnown));
            }
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            boolean more = false;
            for (String topic : List.of(Topics.EVENTS, Topics.REPLIES)) {
                int[] from = position(topic);
                int first = world.random.nextInt(from.length);
                for (int i = 0; i < from.length; i++) {
                    more |= read(topic, (first + i) % from.length, from, records);
                }
            }
            hand(records);
            if (more && alive) {
                wake();
            }
        }

        /** @return whether there is more to read */
        private boolean read(String topic, int partition, int[] from, List<ConsumerRecord<byte[], byte[]>> into) {
            int end = world.kafka.end(topic, partition);
            if (from[partition] < end && world.strikes(world.faults.recordRepeated())) {
                from[partition] = Math.max(0, from[partition] - world.between(1, 10));
            }
            int readBefore = read.getOrDefault(topic + partition, 0);
            if (from[partition] < readBefore) {
                frames.oldRecordsComeAgain();
            }
            int until = Math.min(end, from[partition] + world.between(1, MAX_POLL_RECORDS));
            for (ConsumerRecord<byte[], byte[]> record :
                    world.kafka.partition(topic, partition).subList(from[partition], until)) {
                if (!world.strikes(world.faults.recordSkipped())) {
                    into.add(record);
                }
            }
            from[partition] = until;
            read.put(topic + partition, Math.max(until, readBefore));
            return until < end;
        }

        private void hand(List<ConsumerRecord<byte[], byte[]>> records) {
            RecordReader.Poll poll = reader.read(records);
            if (world.traced() && !poll.arrivals().isEmpty()) {
                StringBuilder text = new StringBuilder(name + ": hears of");
                poll.arrivals()
                        .forEach(arrival -> text.append(' ')
                                .append(Trace.room(arrival.room()))
                                .append('/')
                                .append(arrival.event().sequence()));
                world.say(text.toString());
            }
            switchboard.arrived(poll.arrivals());
            poll.answers()
                    .forEach(answered -> desk.answered(
                            answered.user(),
                            answered.sending(),
                            world.plant == Plant.WRONG_ANSWERS ? wrong(answered.answer()) : answered.answer()));
        }

        private Answer wrong(Answer answer) {
            return answer instanceof Answer.Accepted accepted && accepted.sequence() != null && world.oneIn(4)
                    ? new Answer.Accepted(
                            accepted.id(), accepted.room(), accepted.epoch(), accepted.sequence() + 1, null)
                    : answer;
        }

        private void lose() {
            positions.forEach((topic, from) -> {
                for (int i = 0; i < from.length; i++) {
                    from[i] = world.between(from[i], world.kafka.end(topic, i));
                }
            });
            world.say(name + ": is told by Kafka that records are gone");
            switchboard.checkHeads();
            desk.answersLost();
        }

        private int[] position(String topic) {
            int[] from = positions.get(topic);
            if (from == null) {
                throw new AssertionError(topic);
            }
            return from;
        }

        // ---- Sockets ----

        private SimulatedConnection connect(SimulatedDevice device) {
            SimulatedConnection connection = new SimulatedConnection(world, device, SimulatedGateway.this);
            connections.add(connection);
            switchboard.attach(connection);
            desk.signedIn(device.person());
            return connection;
        }

        private void received(SimulatedConnection connection, ClientFrame frame) {
            switch (frame) {
                case ClientFrame.Submit(Command command) ->
                    desk.submit(connection.device().person(), command, new ConnectionWaiter(connection));
                case ClientFrame.Subscribe subscribe -> {
                    subscribe.rooms().forEach(listening -> connection.asks(listening.room()));
                    switchboard.subscribe(connection, subscribe);
                }
                case ClientFrame.SubscribeMine mine -> switchboard.subscribeMine(connection, mine.id());
                case ClientFrame.Unsubscribe unsubscribe -> switchboard.unsubscribe(connection, unsubscribe);
                case ClientFrame.Typing _, ClientFrame.Authenticate _, ClientFrame.Ping _, ClientFrame.Pong _ ->
                    throw new AssertionError("nobody sends this here");
            }
        }

        @Override
        public void deliver(Audience audience, byte[] frame) {
            ServerFrame decoded = frames.decoded(frame);
            for (int lane = 0; lane < audience.lanes(); lane++) {
                for (Listener listener : audience.in(lane)) {
                    ((SimulatedConnection) listener).tell(decoded);
                }
            }
        }

        @Override
        public void send(Listener listener, byte[] frame) {
            ((SimulatedConnection) listener).tell(frames.decoded(frame));
        }

        @Override
        public void send(Listener listener, byte[] frame, Runnable written) {
            send(listener, frame);
            world.soon(1, 40, () -> {
                if (alive && connections.contains((SimulatedConnection) listener)) {
                    written.run();
                }
            });
        }

        @Override
        public void close(Listener listener, CloseCode code) {
            ((SimulatedConnection) listener).close(code);
        }

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
    }

    /** As a gateway's own. */
    private record ConnectionWaiter(SimulatedConnection connection) implements Waiter {
        @Override
        public void answered(Answer answer) {
            connection.tell(new ServerFrame.Answered(answer));
        }

        @Override
        public void unknown() {
            connection.close(CloseCode.OUTCOME_UNKNOWN);
        }

        @Override
        public boolean gone() {
            return !connection.open();
        }
    }
}
