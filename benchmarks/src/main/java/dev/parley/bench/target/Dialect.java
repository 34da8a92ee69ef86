package dev.parley.bench.target;

import dev.parley.bench.load.Connection;
import java.net.URI;
import java.util.List;

/** How a client of one server gets into the room, says something there, and stays. */
public interface Dialect {
    /** The WebSocket's address at a server. */
    URI address(String host, int port);

    /** Further headers of the upgrade for this user. */
    List<String> headers(String user);

    /** Sends what comes first, if it is the client's turn. */
    void opened(Connection connection);

    /** Answers a frame that is no delivery. @return whether the connection is known to be in the room from here on */
    boolean control(Connection connection, byte[] bytes, int from, int to);

    /** The frame that says a text in the room. */
    byte[] message(int number, String text);
}
