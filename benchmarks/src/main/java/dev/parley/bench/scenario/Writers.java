package dev.parley.bench.scenario;

import dev.parley.bench.load.Connection;
import dev.parley.bench.load.FrameHandler;
import dev.parley.bench.load.Loop;
import dev.parley.bench.load.Marks;
import dev.parley.bench.target.ParleyDialect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** People who post, each into a room of their own, and listen to nothing but the answers. A post is heard when it is accepted. */
final class Writers implements FrameHandler, Talk {
    private static final Duration OPENING_BOUND = Duration.ofMinutes(1);

    private final ParleyDialect dialect;
    private final List<Connection> writers = new ArrayList<>();
    private final List<String> rooms;
    private int ready;
    private IntConsumer delivered = _ -> {};
    private long frames;

    /** @param users the owners of the rooms, in the same order */
    Writers(Loop loop, URI address, ParleyDialect dialect, List<String> users, List<String> rooms) {
        this.dialect = dialect;
        this.rooms = List.copyOf(rooms);
        users.forEach(user -> writers.add(loop.connect(address, dialect.headers(user), this)));
        loop.until(() -> ready == writers.size(), OPENING_BOUND, "everybody connected who posts");
    }

    @Override
    public int say(int number, int bytes) {
        int writer = number % writers.size();
        writers.get(writer).send(ParleyDialect.post(rooms.get(writer), number, Marks.text(number, bytes)));
        return 1;
    }

    @Override
    public void onDelivery(IntConsumer delivered) {
        this.delivered = delivered;
    }

    @Override
    public long frames() {
        return frames;
    }

    void leave() {
        writers.forEach(Connection::close);
    }

    @Override
    public void opened(Connection connection) {
        dialect.opened(connection);
    }

    @Override
    public void text(Connection connection, byte[] bytes, int from, int to) {
        int accepted = ParleyDialect.acceptedNumber(bytes, from, to);
        if (accepted >= 0) {
            frames++;
            delivered.accept(accepted);
        } else if (dialect.control(connection, bytes, from, to)) {
            ready++;
        }
    }

    @Override
    public void closed(Connection connection, int code) {
        throw new IllegalStateException("somebody who posts lost the connection: " + code);
    }
}
