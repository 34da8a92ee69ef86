package dev.parley.history.gateways;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.history.access.RoomStanding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** JSON of the internal port, straight into a buffer: an answer may be many thousand rows. */
final class InternalJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private InternalJson() {}

    static Buffer write(Content content) {
        ByteBuf bytes = Unpooled.buffer();
        try (OutputStream stream = new ByteBufOutputStream(bytes);
                JsonGenerator json = FACTORY.createGenerator(stream)) {
            content.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return Buffer.buffer(bytes);
    }

    static void standing(JsonGenerator json, RoomStanding standing) throws IOException {
        json.writeStringField("epoch", standing.epoch());
        json.writeNumberField("sequence", standing.sequence());
        json.writeStringField("kind", standing.kind());
        json.writeStringField("role", standing.role());
    }

    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
