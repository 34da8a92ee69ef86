package dev.parley.bench.scenario;

import dev.parley.bench.load.Connection;
import dev.parley.bench.load.FrameHandler;
import dev.parley.bench.load.Loop;
import dev.parley.bench.report.Result;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import dev.parley.local.service.ServiceProcess;
import java.net.URI;
import java.time.Duration;

/**
 * What the rooms that it hears of take in a gateway's memory. One user makes them, one after the other with some on their
 * way; what is measured is the heap of a gateway that this user is not connected to, and that nobody listens at.
 */
public final class KnownRooms implements FrameHandler {
    private static final int ON_THEIR_WAY = 50;
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final String USER = "maker-of-rooms";

    private final Loop loop;
    private final ParleySystem system;
    private final ParleyDialect dialect;
    private final Connection maker;
    private boolean ready;
    private int asked;
    private int made;

    public KnownRooms(Loop loop, ParleySystem system) {
        this.loop = loop;
        this.system = system;
        this.dialect = ParleyDialect.silent(system.issuer());
        URI gateway = dialect.address("127.0.0.1", system.gateway(0).endpoint().http());
        maker = loop.connect(gateway, dialect.headers(USER), this);
        loop.until(() -> ready, BOUND, "a connection for who makes rooms");
    }

    /** Makes rooms until there are so many, and measures. */
    public Result growTo(int rooms) {
        askUpTo(rooms);
        loop.until(() -> made == rooms, BOUND, rooms + " rooms");
        ServiceProcess other = system.gateway(1);
        return Result.of("knownRooms", "parley")
                .with("rooms", rooms)
                .with("heapMegabytes", system.heapBytes(other) / 1e6);
    }

    public void leave() {
        maker.close();
    }

    private void askUpTo(int rooms) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (asked < rooms && System.nanoTime() < end) {
            while (asked < rooms && asked - made < ON_THEIR_WAY) {
                maker.send(ParleyDialect.createRoom(asked++));
            }
            loop.turn(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void opened(Connection connection) {
        dialect.opened(connection);
    }

    @Override
    public void text(Connection connection, byte[] bytes, int from, int to) {
        if (ParleyDialect.acceptedNumber(bytes, from, to) >= 0) {
            made++;
        } else if (dialect.control(connection, bytes, from, to)) {
            ready = true;
        }
    }

    @Override
    public void closed(Connection connection, int code) {
        throw new IllegalStateException("who makes rooms lost the connection: " + code);
    }
}
