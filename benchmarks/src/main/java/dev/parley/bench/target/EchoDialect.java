package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.util.List;

/** Whoever connects is in the room; a text frame goes to everybody as it is. */
public final class EchoDialect implements Dialect {
    /** The peers' servers greet with this when the connection is in the room. */
    private static final byte[] GREETING = Bytes.of("in");

    @Override
    public URI address(String host, int port) {
        return URI.create("ws://" + host + ":" + port + "/");
    }

    @Override
    public List<String> headers(String user) {
        return List.of();
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public boolean control(Connection connection, byte[] bytes, int from, int to) {
        return Bytes.startsWith(bytes, from, to, GREETING);
    }

    @Override
    public byte[] message(int number, String text) {
        return Bytes.of(text);
    }
}
