package dev.parley.contract;

/** The Kafka topics. Keys are UTF-8 text; the headers are named in {@link Headers}. */
public final class Topics {
    /** Key: room id (for {@code signIn}: user id); value: the {@link Command}'s JSON. */
    public static final String COMMANDS = "parley.commands";

    /** Key: room id; value: the {@link Event}'s JSON, byte for byte as it reaches clients. */
    public static final String EVENTS = "parley.events";

    /** Key: gateway id; value: an {@link Answer}'s JSON. Only what no event answers: rejections, repeats, {@code read}. */
    public static final String REPLIES = "parley.replies";

    /** Key: room or gateway id; gateway to gateway: typing, receipts, presence. Best effort. */
    public static final String SIGNALS = "parley.signals";

    /** Records of {@link #COMMANDS} that could not be understood, as they came, and commands that the database refused. */
    public static final String DEAD_LETTERS = "parley.commands.dead";

    private Topics() {}
}
