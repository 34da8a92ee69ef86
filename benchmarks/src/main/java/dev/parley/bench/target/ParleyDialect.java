package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parley's own: welcome, subscribe, and posts with ids of their own. */
public final class ParleyDialect implements Dialect {
    private static final byte[] WELCOME = Bytes.of("{\"type\":\"welcome\"");
    private static final byte[] ACCEPTED = Bytes.of("{\"type\":\"accepted\"");
    private static final byte[] REJECTED = Bytes.of("{\"type\":\"rejected\"");
    /** What a subscribe is answered with when each of its rooms was. */
    private static final byte[] LISTENS = Bytes.of("{\"type\":\"accepted\",\"id\":\"listen\"");

    private static final byte[] PING = Bytes.of("{\"type\":\"ping\"}");
    private static final byte[] PONG = Bytes.of("{\"type\":\"pong\"}");
    private static final byte[] SUBSCRIBE_MINE =
            Bytes.of("{\"type\":\"subscribe\",\"id\":\"listen\",\"rooms\":\"mine\"}");

    private final Issuer issuer;
    private final byte[] subscribe;
    private final String room;

    private ParleyDialect(Issuer issuer, byte[] subscribe, String room) {
        this.issuer = issuer;
        this.subscribe = subscribe;
        this.room = room;
    }

    /** Listens to one room and speaks there. */
    public static ParleyDialect room(Issuer issuer, String room) {
        byte[] subscribe =
                Bytes.of("{\"type\":\"subscribe\",\"id\":\"listen\",\"rooms\":[{\"room\":\"" + room + "\"}]}");
        return new ParleyDialect(issuer, subscribe, room);
    }

    /** Listens to every room of the user. */
    public static ParleyDialect mine(Issuer issuer) {
        return new ParleyDialect(issuer, SUBSCRIBE_MINE, "");
    }

    /** Only connects. */
    public static ParleyDialect silent(Issuer issuer) {
        return new ParleyDialect(issuer, PONG, "");
    }

    @Override
    public URI address(String host, int port) {
        return URI.create("ws://" + host + ":" + port + "/ws");
    }

    @Override
    public List<String> headers(String user) {
        return List.of("Authorization: Bearer " + issuer.token(user), "Sec-WebSocket-Protocol: parley.v1.json");
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public boolean control(Connection connection, byte[] bytes, int from, int to) {
        if (Bytes.startsWith(bytes, from, to, WELCOME)) {
            connection.send(subscribe);
            return subscribe == PONG;
        }
        if (Bytes.startsWith(bytes, from, to, PING)) {
            connection.send(PONG);
        }
        if (Bytes.startsWith(bytes, from, to, REJECTED)) {
            throw new IllegalStateException(
                    "Parley refused the load: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
        return Bytes.startsWith(bytes, from, to, LISTENS);
    }

    @Override
    public byte[] message(int number, String text) {
        return post(room, number, text);
    }

    /** A post; its answer is found again by {@link #acceptedNumber}. */
    public static byte[] post(String room, int number, String text) {
        return Bytes.of(
                "{\"type\":\"post\",\"id\":\"b" + number + "\",\"room\":\"" + room + "\",\"text\":\"" + text + "\"}");
    }

    /** Makes a public room; its answer is found as that of a post is. */
    public static byte[] createRoom(int number) {
        return Bytes.of("{\"type\":\"createRoom\",\"id\":\"b" + number + "\",\"name\":\"room " + number
                + "\",\"kind\":\"public\"}");
    }

    /** @return the number of the command that this frame says is accepted; -1 if it says something else */
    public static int acceptedNumber(byte[] bytes, int from, int to) {
        if (!Bytes.startsWith(bytes, from, to, ACCEPTED)) {
            return -1;
        }
        int at = from + ACCEPTED.length + ",\"id\":\"".length();
        if (bytes[at] != 'b') {
            return -1;
        }
        int number = 0;
        for (at++; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }
}
