package dev.parley.bench.scenario;

import dev.parley.bench.load.Connection;
import dev.parley.bench.load.FrameHandler;
import dev.parley.bench.load.Loop;
import dev.parley.bench.load.Marks;
import dev.parley.bench.target.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Many clients of one server, all in its room. One that the server loses is a failure of the run. */
final class Crowd implements FrameHandler, Talk {
    /** Handshakes under way at once. */
    private static final int OPENING_AT_ONCE = 100;

    private static final Duration OPENING_BOUND = Duration.ofMinutes(3);
    /** Longer ones are deliveries; looking for anything else in them would cost as much as reading them. */
    private static final int CONTROL_BYTES = 2_000;

    private final Loop loop;
    private final URI address;
    private final Dialect dialect;
    private final String name;
    private final List<Connection> members = new ArrayList<>();
    private int inRoom;
    private IntConsumer delivered = _ -> {};
    private int found;
    private long frames;

    Crowd(Loop loop, String name, URI address, Dialect dialect) {
        this.loop = loop;
        this.name = name;
        this.address = address;
        this.dialect = dialect;
    }

    /** Lets in so many more and returns when all are in the room. */
    void grow(int count) {
        int wanted = members.size() + count;
        long end = System.nanoTime() + OPENING_BOUND.toNanos();
        while (inRoom < wanted) {
            while (members.size() < wanted && members.size() - inRoom < OPENING_AT_ONCE) {
                String user = name + "-" + members.size();
                members.add(loop.connect(address, dialect.headers(user), this));
            }
            loop.turn(Duration.ofMillis(20).toNanos());
            if (System.nanoTime() > end) {
                throw new IllegalStateException(inRoom + " of " + wanted + " came into the room of " + name);
            }
        }
    }

    int size() {
        return members.size();
    }

    @Override
    public void onDelivery(IntConsumer delivered) {
        this.delivered = delivered;
    }

    @Override
    public int say(int number, int bytes) {
        members.getFirst().send(dialect.message(number, Marks.text(number, bytes)));
        return members.size();
    }

    @Override
    public long frames() {
        return frames;
    }

    void leave() {
        members.forEach(Connection::close);
        members.clear();
        inRoom = 0;
    }

    @Override
    public void opened(Connection connection) {
        dialect.opened(connection);
    }

    @Override
    public void text(Connection connection, byte[] bytes, int from, int to) {
        found = 0;
        Marks.find(bytes, from, to, number -> {
            found++;
            delivered.accept(number);
        });
        if (found > 0) {
            frames++;
        } else if (to - from < CONTROL_BYTES && dialect.control(connection, bytes, from, to)) {
            inRoom++;
        }
    }

    @Override
    public void closed(Connection connection, int code) {
        throw new IllegalStateException(name + " closed a connection with " + code);
    }
}
