package dev.parley.gateway.delivery;

import dev.parley.contract.CloseCode;

/**
 * Takes frames to sockets. What is handed over for one listener arrives in that order, or the connection is closed;
 * nothing here blocks.
 */
public interface Outlet {
    /** Sends the same frame to everybody in the audience. */
    void deliver(Audience audience, byte[] frame);

    /**
     * The same, of events.
     *
     * @param receivedAtMillis when the command of the oldest was taken, or {@link LoggedEvent#UNTIMED}
     */
    default void deliver(Audience audience, byte[] frame, long receivedAtMillis) {
        deliver(audience, frame);
    }

    void send(Listener listener, byte[] frame);

    /** @param written is called on the caller's thread when the frame has left for the network; never if it could not */
    void send(Listener listener, byte[] frame, Runnable written);

    void close(Listener listener, CloseCode code);
}
