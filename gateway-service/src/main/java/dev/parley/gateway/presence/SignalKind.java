package dev.parley.gateway.presence;

/** What a record of {@code parley.signals} is; stands in its header {@value #HEADER}. */
public enum SignalKind {
    /** A frame for those who listen to the room. */
    FRAME,
    /** A presence frame: the same, and the gateways remember it. */
    PRESENCE,
    /** A part of who listens to what at one gateway; the whole replaces what was known of it. */
    SNAPSHOT,
    /** A gateway does not know of the others, as when it started, and asks for snapshots. */
    HELLO,
    /** A gateway lives. */
    ALIVE,
    /** A gateway ends. */
    BYE;

    public static final String HEADER = "kind";
}
