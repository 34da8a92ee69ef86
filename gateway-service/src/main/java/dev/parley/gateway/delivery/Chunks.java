package dev.parley.gateway.delivery;

import java.util.List;

/** Cuts a run of events into pieces that one frame may carry. */
final class Chunks {
    /** A frame is begun anew after this many bytes of events; one large event may pass it. */
    static final int MAX_BYTES = 128 * 1024;

    private Chunks() {}

    /** @return end (exclusive) of the piece that begins at {@code start}; always past it */
    static int end(List<LoggedEvent> events, int start) {
        int bytes = 0;
        int end = start;
        while (end < events.size() && (end == start || bytes + events.get(end).json().length <= MAX_BYTES)) {
            bytes += events.get(end).json().length;
            end++;
        }
        return end;
    }
}
