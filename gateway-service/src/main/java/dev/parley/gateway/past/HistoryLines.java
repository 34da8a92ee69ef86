package dev.parley.gateway.past;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.delivery.Past.Page;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of a room's log as history-service's internal port sends it: a line for each event, {@code sequence TAB type
 * TAB affected TAB json}. The JSON is the rest of the line and is not looked into.
 */
final class HistoryLines {
    private HistoryLines() {}

    static Page page(String epoch, Buffer body) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        List<LoggedEvent> events = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int sequenceEnd = next(bytes, at, '\t');
            int typeEnd = next(bytes, sequenceEnd + 1, '\t');
            int affectedEnd = next(bytes, typeEnd + 1, '\t');
            int end = next(bytes, affectedEnd + 1, '\n');
            String affected = text(bytes, typeEnd + 1, affectedEnd);
            events.add(new LoggedEvent(
                    Long.parseLong(text(bytes, at, sequenceEnd)),
                    LoggedEvent.Effect.of(text(bytes, sequenceEnd + 1, typeEnd)),
                    affected.isEmpty() ? null : affected,
                    Arrays.copyOfRange(bytes, affectedEnd + 1, end)));
            at = end + 1;
        }
        return new Page(epoch, events);
    }

    private static int next(byte[] bytes, int from, char delimiter) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == delimiter) {
                return i;
            }
        }
        throw new IllegalStateException("history-service sent half a line");
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }
}
