package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.util.List;

/** Action Cable's protocol: subscribe to one channel after the welcome, and have it say a text to everybody. */
public final class ActionCableDialect implements Dialect {
    /** A channel's identifier is JSON in a JSON string. */
    private static final String CHANNEL = "\"identifier\":\"{\\\"channel\\\":\\\"RoomChannel\\\"}\"";

    private static final byte[] WELCOME = Bytes.of("{\"type\":\"welcome\"");
    private static final byte[] SUBSCRIBE = Bytes.of("{\"command\":\"subscribe\"," + CHANNEL + "}");
    private static final byte[] SUBSCRIBED = Bytes.of("{" + CHANNEL + ",\"type\":\"confirm_subscription\"");

    @Override
    public URI address(String host, int port) {
        return URI.create("ws://" + host + ":" + port + "/");
    }

    @Override
    public List<String> headers(String user) {
        return List.of("Sec-WebSocket-Protocol: actioncable-v1-json");
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public boolean control(Connection connection, byte[] bytes, int from, int to) {
        if (Bytes.startsWith(bytes, from, to, WELCOME)) {
            connection.send(SUBSCRIBE);
        }
        return Bytes.startsWith(bytes, from, to, SUBSCRIBED);
    }

    @Override
    public byte[] message(int number, String text) {
        return Bytes.of("{\"command\":\"message\"," + CHANNEL
                + ",\"data\":\"{\\\"action\\\":\\\"say\\\",\\\"text\\\":\\\"" + text + "\\\"}\"}");
    }
}
