package dev.parley.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Names of the Kafka record headers. A value is UTF-8 text; a number is decimal text.
 *
 * <p>What a gateway needs to route a record stands here, so that it need not parse the record's JSON.
 */
public final class Headers {
    /** Commands, events, replies: id of the user who asked. */
    public static final String USER = "user";

    /** Commands: name of the user who asked. */
    public static final String USER_NAME = "user-name";

    /** Commands, events, replies: the gateway that took the command and waits for its answer. */
    public static final String GATEWAY = "gateway";

    /** Commands, replies: that gateway's own name for this sending of the command; a command may be sent more than once. */
    public static final String SENDING = "sending";

    /** Commands, events, replies: when the gateway took the command, in milliseconds since 1970. */
    public static final String RECEIVED_AT = "received-at";

    /** Events: the last event that a command wrote names the command; it is the acknowledgement. Replies: always. */
    public static final String COMMAND = "command";

    /** Events: place in the room's log. */
    public static final String SEQUENCE = "sequence";

    /** Events: {@link Event.Change#type()}. */
    public static final String TYPE = "type";

    /** Events: epoch of the room's log. */
    public static final String EPOCH = "epoch";

    /** Events that change who may listen: id of the user concerned. */
    public static final String AFFECTED = "affected";

    /** Commands, events, if the command is traced: the W3C trace context of whoever wrote the record. */
    public static final String TRACE = "traceparent";

    /** Dead letters: why the record was refused. */
    public static final String REASON = "reason";

    private Headers() {}

    public static byte[] value(String text) {
        return text.getBytes(UTF_8);
    }

    public static byte[] value(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }

    public static String text(byte[] value) {
        return new String(value, UTF_8);
    }
}
