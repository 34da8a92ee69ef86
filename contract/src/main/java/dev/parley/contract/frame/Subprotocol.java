package dev.parley.contract.frame;

/** What the WebSocket handshake agrees on. */
public final class Subprotocol {
    public static final String NAME = "parley.v1.json";

    private Subprotocol() {}
}
