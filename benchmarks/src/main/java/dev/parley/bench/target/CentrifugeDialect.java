package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.util.List;

/** Centrifuge's JSON protocol: connect, subscribe to one channel, publish into it. */
public final class CentrifugeDialect implements Dialect {
    private static final byte[] CONNECT = Bytes.of("{\"id\":1,\"connect\":{}}");
    private static final byte[] SUBSCRIBE = Bytes.of("{\"id\":2,\"subscribe\":{\"channel\":\"room\"}}");
    private static final byte[] CONNECTED = Bytes.of("{\"id\":1,");
    private static final byte[] SUBSCRIBED = Bytes.of("{\"id\":2,");
    private static final byte[] PING_AND_PONG = Bytes.of("{}");

    @Override
    public URI address(String host, int port) {
        return URI.create("ws://" + host + ":" + port + "/");
    }

    @Override
    public List<String> headers(String user) {
        return List.of();
    }

    @Override
    public void opened(Connection connection) {
        connection.send(CONNECT);
    }

    @Override
    public boolean control(Connection connection, byte[] bytes, int from, int to) {
        if (Bytes.startsWith(bytes, from, to, CONNECTED)) {
            connection.send(SUBSCRIBE);
        } else if (Bytes.startsWith(bytes, from, to, PING_AND_PONG)) {
            connection.send(PING_AND_PONG);
        }
        return Bytes.startsWith(bytes, from, to, SUBSCRIBED);
    }

    @Override
    public byte[] message(int number, String text) {
        return Bytes.of("{\"id\":" + (number + 3) + ",\"publish\":{\"channel\":\"room\",\"data\":{\"text\":\"" + text
                + "\"}}}");
    }
}
