package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.util.List;

/** Engine.IO 4 and Socket.IO 5 over WebSocket alone, one event {@code m}. */
public final class SocketIoDialect implements Dialect {
    private static final byte[] OPEN = Bytes.of("0{");
    private static final byte[] CONNECTED = Bytes.of("40");
    private static final byte[] PING = Bytes.of("2");
    private static final byte[] PONG = Bytes.of("3");

    @Override
    public URI address(String host, int port) {
        return URI.create("ws://" + host + ":" + port + "/socket.io/?EIO=4&transport=websocket");
    }

    @Override
    public List<String> headers(String user) {
        return List.of();
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public boolean control(Connection connection, byte[] bytes, int from, int to) {
        if (Bytes.startsWith(bytes, from, to, OPEN)) {
            connection.send(CONNECTED);
        } else if (to - from == 1 && Bytes.startsWith(bytes, from, to, PING)) {
            connection.send(PONG);
        }
        return Bytes.startsWith(bytes, from, to, CONNECTED);
    }

    @Override
    public byte[] message(int number, String text) {
        return Bytes.of("42[\"m\",\"" + text + "\"]");
    }
}
