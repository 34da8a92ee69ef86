package dev.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * All sockets of the load, on the thread that calls. A scenario turns it: send what is due, {@link #turn}, look, repeat.
 * So the scenario's own state needs no locks, and a core is left for what is measured.
 */
public final class Loop implements AutoCloseable {
    /** No server here sends so much at once; what does not fit stays in the socket. */
    private static final int READ_BYTES = 1 << 20;

    private final Selector selector;
    private final ByteBuffer shared = ByteBuffer.allocate(READ_BYTES);

    public Loop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Selector selector() {
        return selector;
    }

    /**
     * Begins to open a WebSocket.
     *
     * @param address {@code ws://host:port/path}
     * @param headers further lines of the upgrade request, without line ends
     */
    public Connection connect(URI address, List<String> headers, FrameHandler handler) {
        StringBuilder request = new StringBuilder(512).append("GET ").append(address.getRawPath());
        if (address.getRawQuery() != null) {
            request.append('?').append(address.getRawQuery());
        }
        request.append(" HTTP/1.1\r\nHost: ")
                .append(address.getAuthority())
                .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        byte[] bytes = request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        try {
            return new Connection(this, new InetSocketAddress("127.0.0.1", address.getPort()), bytes, handler);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + address, e);
        }
    }

    /** Waits for something to happen, at most this long, and handles all that did. */
    public void turn(long atMostNanos) {
        try {
            if (atMostNanos <= 0) {
                selector.selectNow(this::handle);
            } else {
                // Never spins: up to a millisecond late is cheaper than a core that is taken from what is measured.
                selector.select(this::handle, Math.max(1, TimeUnit.NANOSECONDS.toMillis(atMostNanos)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Connection connection) {
            connection.ready(shared);
        }
    }

    /** Turns until the condition holds. @throws IllegalStateException if it does not within the bound */
    public void until(BooleanSupplier condition, Duration bound, String what) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("within " + bound.toSeconds() + " s there was not " + what);
            }
            turn(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Turns for so long. */
    public void during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            turn(Math.min(left, TimeUnit.MILLISECONDS.toNanos(20)));
        }
    }

    @Override
    public void close() {
        try {
            selector.keys().forEach(key -> {
                if (key.attachment() instanceof Connection connection) {
                    connection.close();
                }
            });
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
