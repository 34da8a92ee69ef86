package dev.parley.contract;

/**
 * What a client may send and expect, each with its unit last in the name; sent to it in {@code welcome}.
 *
 * @param frameBytes one WebSocket frame from the client, or one HTTP body
 * @param textCodePoints a message's text
 * @param nameCodePoints a room's name
 * @param emojiBytes a reaction's emoji, in UTF-8
 * @param subscribeRooms rooms in one {@code subscribe} or {@code unsubscribe}
 * @param userConnections connections of one user to one gateway
 * @param commandsPerSecond commands of one user on one gateway, in the long run
 * @param commandBurst commands of one user on one gateway at once
 * @param resumeEvents how far behind the head a cursor may be before it is answered with {@code reset}
 * @param outboundBytes what may wait for one connection before it is closed with 4008
 */
public record Limits(
        int frameBytes,
        int textCodePoints,
        int nameCodePoints,
        int emojiBytes,
        int subscribeRooms,
        int userConnections,
        int commandsPerSecond,
        int commandBurst,
        int resumeEvents,
        int outboundBytes) {

    public static final Limits DEFAULT = new Limits(64 * 1024, 8_000, 80, 32, 1_000, 50, 20, 40, 10_000, 1024 * 1024);

    /** A room's topic and a ban's reason. */
    public static final int NOTE_CODE_POINTS = 250;

    /** A command's id, in code points. */
    public static final int COMMAND_ID_CODE_POINTS = 64;

    /** People named in one {@code createRoom}. */
    public static final int CREATE_ROOM_MEMBERS = 100;

    /** Others in one direct room. */
    public static final int DIRECT_OTHERS = 9;

    /** People that one message can mention. */
    public static final int MENTIONS = 50;

    /** Different emoji on one message. */
    public static final int MESSAGE_EMOJI = 20;

    /** People that {@code subscribed} lists as online. */
    public static final int ONLINE_PEOPLE = 200;
}
