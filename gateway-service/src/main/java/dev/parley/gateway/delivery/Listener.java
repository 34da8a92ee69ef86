package dev.parley.gateway.delivery;

/** A connection, as delivery sees it. Compared by identity. */
public interface Listener {
    /** Id of the user who signed in. */
    String user();

    /** Number of the event loop that owns the socket, from 0; what goes to one lane is handed over together. */
    int lane();
}
