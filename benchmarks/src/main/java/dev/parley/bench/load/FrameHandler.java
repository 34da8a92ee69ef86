package dev.parley.bench.load;

/** What happens on a connection. Everything is called on the thread that turns the {@link Loop}. */
public interface FrameHandler {
    /** The server agreed to speak WebSocket. */
    void opened(Connection connection);

    /** One text frame: the bytes from {@code from} to {@code to} (exclusive), valid only during the call. */
    void text(Connection connection, byte[] bytes, int from, int to);

    /**
     * It is over. Not called after our own {@link Connection#close()}.
     *
     * @param code the close code; 1006 if there was none, or the HTTP status if the upgrade was refused
     */
    void closed(Connection connection, int code);
}
