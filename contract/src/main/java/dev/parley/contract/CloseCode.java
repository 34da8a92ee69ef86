package dev.parley.contract;

/**
 * Every code with which a gateway closes a connection.
 *
 * <p>1012 and 4000 to 4499 mean: come back, with full jitter, and resume. 4500 to 4999 mean: don't.
 */
public enum CloseCode {
    /** The gateway is about to end; another one takes the connection. */
    DRAINING(1012, "draining"),
    /** The token ran out and no fresh one came by {@code authenticate}. */
    TOKEN_EXPIRED(4001, "token expired"),
    /** More than the outbound limit waits for a client that does not read; resuming brings what was missed. */
    TOO_SLOW(4008, "too slow"),
    /** Nothing was heard from the client for the heartbeat and its grace. */
    SILENT(4010, "silent"),
    /** A command may or may not have been taken; its answer comes when it is sent again with the same id. */
    OUTCOME_UNKNOWN(4011, "outcome unknown"),
    /** What the gateway must know about the client's rooms could not be read; nothing is wrong with the client. */
    UNAVAILABLE(4013, "unavailable"),
    /** The user has as many connections to this gateway as are allowed. */
    TOO_MANY_CONNECTIONS(4029, "too many connections"),
    /** Ten bad frames, or one that breaks the WebSocket protocol. */
    PROTOCOL_VIOLATION(4500, "protocol violation"),
    /** The session was ended, or the token presented is somebody else's. */
    SESSION_REVOKED(4501, "session revoked");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    /** The close frame's reason, for people who look at it. */
    public String reason() {
        return reason;
    }

    /** Whether a client that sees this code should connect again. */
    public static boolean comeBack(int code) {
        return code < 4500;
    }
}
