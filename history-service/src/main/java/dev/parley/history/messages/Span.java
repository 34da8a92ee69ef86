package dev.parley.history.messages;

import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import java.util.List;

/**
 * The part of a room's log that a page of its messages stands for: between two places, without them. Pages that follow one
 * another leave nothing out but messages, and share nothing.
 */
record Span(long after, long before) {
    private static final long BEGINNING = 0;
    private static final long END = Long.MAX_VALUE;

    /** @param page the messages' sequences */
    static Span of(Range<Long> range, Page<Long> page) {
        List<Long> messages = page.items();
        long first = messages.isEmpty() || !page.earlier() ? BEGINNING : messages.getFirst();
        long last = messages.isEmpty() || !page.later() ? END : messages.getLast();
        return switch (range) {
            case Range.Start<Long> _, Range.Around<Long> _ -> new Span(first, last);
            case Range.Before<Long>(Long place) -> new Span(first, place);
            case Range.After<Long>(Long place) -> new Span(place, last);
        };
    }
}
