package dev.parley.contract.codec;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON to values and back, for every value that crosses a process boundary.
 *
 * <p>Reading checks shape and {@link Limits}; who may do what is decided elsewhere. Unknown fields are ignored; duplicate
 * fields, U+0000, lone surrogates, deep nesting and endless numbers are refused. A value that was written is read back
 * equal. Instances are immutable and may be shared by threads.
 */
public final class Codec {
    private final Limits limits;

    public Codec(Limits limits) {
        this.limits = limits;
    }

    /** Reads what a client sent. */
    public Decoded<ClientFrame> clientFrame(String json) {
        if (utf8Length(json) > limits.frameBytes()) {
            return frameTooLarge();
        }
        return decode(() -> Json.read(json), fields -> ClientFrameJson.read(fields, limits));
    }

    /** Reads what a client sent, in UTF-8. */
    public Decoded<ClientFrame> clientFrame(byte[] json) {
        if (json.length > limits.frameBytes()) {
            return frameTooLarge();
        }
        return decode(() -> Json.read(json), fields -> ClientFrameJson.read(fields, limits));
    }

    /** Reads a client's command, from an HTTP body. */
    public Decoded<Command> clientCommand(byte[] json) {
        if (json.length > limits.frameBytes()) {
            return frameTooLarge();
        }
        return decode(() -> Json.read(json), fields -> {
            Command command = CommandJson.read(fields.text("type"), fields, limits);
            if (command == null) {
                throw Refused.invalid("'type' is none of a command");
            }
            return command;
        });
    }

    /** Reads a record of {@link dev.parley.contract.Topics#COMMANDS}: a client's command, or a gateway's own. */
    public Decoded<Command> command(byte[] json) {
        return decode(() -> Json.read(json), fields -> {
            String type = fields.text("type");
            if (type.equals("signIn")) {
                return new Command.SignIn(fields.commandId());
            }
            Command command = CommandJson.read(type, fields, limits);
            if (command == null) {
                throw Refused.invalid("'type' is none of a command");
            }
            return command;
        });
    }

    public Decoded<Event> event(byte[] json) {
        return decode(() -> Json.read(json), EventJson::read);
    }

    public Decoded<Answer> answer(byte[] json) {
        return decode(() -> Json.read(json), fields -> switch (fields.text("type")) {
            case "accepted" -> AnswerJson.accepted(fields);
            case "rejected" -> AnswerJson.rejected(fields);
            default -> throw Refused.invalid("'type' is none of an answer");
        });
    }

    /** Reads what a gateway sent; for clients. */
    public Decoded<ServerFrame> serverFrame(String json) {
        return decode(() -> Json.read(json), ServerFrameJson::read);
    }

    public byte[] encode(Command command) {
        return Json.write(json -> CommandJson.write(command, json));
    }

    public byte[] encode(Event event) {
        return Json.write(json -> EventJson.write(event, json));
    }

    public byte[] encode(Answer answer) {
        return Json.write(json -> AnswerJson.write(answer, json));
    }

    public byte[] encode(ClientFrame frame) {
        return Json.write(json -> ClientFrameJson.write(frame, json));
    }

    public byte[] encode(ServerFrame frame) {
        return Json.write(json -> ServerFrameJson.write(frame, json));
    }

    /**
     * An {@code events} frame around at least one event that is JSON already, without parsing it.
     *
     * @param epoch as a record's header has it; a service made it, so it needs no escaping
     */
    public static byte[] eventsFrame(UUID room, String epoch, Iterable<byte[]> events) {
        byte[] head = ("{\"type\":\"events\",\"room\":\"" + room + "\",\"epoch\":\"" + epoch + "\",\"events\":[")
                .getBytes(StandardCharsets.UTF_8);
        int length = head.length + 1;
        for (byte[] event : events) {
            length += event.length + 1;
        }
        byte[] frame = new byte[length];
        System.arraycopy(head, 0, frame, 0, head.length);
        int at = head.length;
        for (byte[] event : events) {
            System.arraycopy(event, 0, frame, at, event.length);
            at += event.length;
            frame[at++] = ',';
        }
        // The last comma gives way to the end.
        at--;
        frame[at] = ']';
        frame[at + 1] = '}';
        return frame;
    }

    private interface Source {
        Fields open();
    }

    private static <T> Decoded<T> decode(Source source, Function<Fields, T> read) {
        Fields fields;
        try {
            fields = source.open();
        } catch (Refused refused) {
            return new Decoded.Refusal<>(null, refused.code(), refused.message());
        }
        try {
            return new Decoded.Value<>(read.apply(fields));
        } catch (Refused refused) {
            return new Decoded.Refusal<>(usableId(fields), refused.code(), refused.message());
        }
    }

    private static @Nullable String usableId(Fields fields) {
        try {
            return fields.commandId();
        } catch (Refused noUsableId) {
            return null;
        }
    }

    private <T> Decoded<T> frameTooLarge() {
        return new Decoded.Refusal<>(
                null, RejectionCode.TOO_LARGE, "a frame may have at most " + limits.frameBytes() + " bytes");
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four bytes: two for each half.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
