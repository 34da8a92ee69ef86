package dev.parley.bench.scenario;

import dev.parley.bench.load.Connection;
import dev.parley.bench.load.FrameHandler;
import dev.parley.bench.load.Loop;
import dev.parley.bench.load.Marks;
import dev.parley.bench.report.Result;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Many private rooms of 2 to 20 members, all of whom listen; the owners post in turn. What a team's day is like. */
public final class Rooms {
    private static final int SMALLEST = 2;
    private static final int LARGEST = 20;
    private static final Duration OPENING_BOUND = Duration.ofMinutes(1);

    private final Loop loop;
    private final ParleySystem system;
    private final Plan plan;

    public record Plan(int rooms, int people, double messagesPerSecond, int textBytes, Duration stretch) {}

    public Rooms(Loop loop, ParleySystem system, Plan plan) {
        if (plan.people() < LARGEST) {
            throw new IllegalArgumentException("a room of " + LARGEST + " needs as many people");
        }
        this.loop = loop;
        this.system = system;
        this.plan = plan;
    }

    public Result run() {
        Team team = new Team();
        Saying saying = new Saying(loop, team, plan.textBytes(), 0);
        Pace pace = new Pace.PerSecond(plan.messagesPerSecond());
        saying.during(plan.stretch(), pace);
        Costs costs = Costs.from(system.meters());
        Saying.Heard heard = saying.during(plan.stretch(), pace);
        Result result = Result.of("rooms", "parley")
                .with("rooms", plan.rooms())
                .with("people", plan.people())
                .with("offeredPerSecond", plan.messagesPerSecond())
                .with("messagesPerSecond", heard.messagesPerSecond())
                .with("deliveries", heard.deliveries())
                .with("p50Millis", heard.millisAt(50))
                .with("p99Millis", heard.millisAt(99))
                .with("worstMillis", heard.millisAt(100));
        costs.addTo(result, heard.deliveries(), "Delivery");
        team.people.forEach(Connection::close);
        return result;
    }

    private final class Team implements FrameHandler, Talk {
        final List<Connection> people = new ArrayList<>();
        final List<String> rooms = new ArrayList<>();
        final ParleyDialect dialect = ParleyDialect.mine(system.issuer());
        int listening;
        long frames;
        IntConsumer delivered = _ -> {};

        Team() {
            URI gateway =
                    dialect.address("127.0.0.1", system.gateway(0).endpoint().http());
            for (int i = 0; i < plan.people(); i++) {
                people.add(loop.connect(gateway, dialect.headers(name(i)), this));
            }
            loop.until(() -> listening == plan.people(), OPENING_BOUND, "everybody who listens");
            for (int room = 0; room < plan.rooms(); room++) {
                int owner = room;
                List<String> members = IntStream.range(1, size(room))
                        .mapToObj(i -> name(owner + i))
                        .toList();
                rooms.add(system.createRoom(name(room), "rooms-" + room, "private", members));
                loop.turn(0);
            }
        }

        private String name(int person) {
            return "rooms-" + person % plan.people();
        }

        private int size(int room) {
            return SMALLEST + room % (LARGEST - SMALLEST + 1);
        }

        @Override
        public int say(int number, int bytes) {
            int room = number % rooms.size();
            people.get(room % plan.people())
                    .send(ParleyDialect.post(rooms.get(room), number, Marks.text(number, bytes)));
            return size(room);
        }

        @Override
        public void onDelivery(IntConsumer delivered) {
            this.delivered = delivered;
        }

        @Override
        public long frames() {
            return frames;
        }

        @Override
        public void opened(Connection connection) {
            dialect.opened(connection);
        }

        @Override
        public void text(Connection connection, byte[] bytes, int from, int to) {
            int[] found = {0};
            Marks.find(bytes, from, to, number -> {
                found[0]++;
                delivered.accept(number);
            });
            if (found[0] > 0) {
                frames++;
            } else if (dialect.control(connection, bytes, from, to)) {
                listening++;
            }
        }

        @Override
        public void closed(Connection connection, int code) {
            throw new IllegalStateException("a member lost the connection: " + code);
        }
    }
}
