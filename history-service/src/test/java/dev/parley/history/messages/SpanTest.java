package dev.parley.history.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final int LENGTH = 40;
    private static final int LIMIT = 3;

    private final long seed = Long.getLong("parley.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Long> messages = LongStream.rangeClosed(1, LENGTH)
            .filter(_ -> random.nextInt(3) == 0)
            .boxed()
            .toList();
    private final List<Long> others = LongStream.rangeClosed(1, LENGTH)
            .boxed()
            .filter(sequence -> !messages.contains(sequence))
            .toList();

    @RepeatedTest(50)
    void pages_from_the_newest_to_the_oldest_hold_everything_once() {
        List<Long> seen = new ArrayList<>();
        Range<Long> range = new Range.Start<>();
        for (Page<Long> page = newest(LENGTH + 1, false);
                ;
                page = newest(page.items().getFirst(), true)) {
            seen.addAll(0, within(Span.of(range, page)));
            if (!page.earlier()) {
                break;
            }
            range = new Range.Before<>(page.items().getFirst());
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(others);
    }

    @RepeatedTest(50)
    void pages_from_a_place_to_the_end_hold_everything_behind_it_once() {
        long place = random.nextInt(LENGTH);
        List<Long> seen = new ArrayList<>();
        for (long after = place; ; ) {
            Page<Long> page = oldest(after);
            seen.addAll(within(Span.of(new Range.After<>(after), page)));
            if (!page.later()) {
                break;
            }
            after = page.items().getLast();
        }
        assertThat(seen)
                .as("seed %d", seed)
                .isEqualTo(others.stream().filter(sequence -> sequence > place).toList());
    }

    @RepeatedTest(50)
    void a_page_around_a_place_meets_the_pages_on_both_sides() {
        long place = random.nextInt(LENGTH) + 1L;
        Page<Long> around = Page.joined(newest(place, true), oldest(place - 1));
        Span middle = Span.of(new Range.Around<>(place), around);
        List<Long> seen = new ArrayList<>(within(middle));
        if (around.earlier()) {
            long first = around.items().getFirst();
            seen.addAll(0, within(new Span(0, first)));
        }
        if (around.later()) {
            seen.addAll(within(new Span(around.items().getLast(), LENGTH + 1)));
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(others);
    }

    @Test
    void a_room_without_messages_is_one_span() {
        assertThat(Span.of(new Range.Start<>(), new Page<>(List.of(), false, false)))
                .isEqualTo(new Span(0, Long.MAX_VALUE));
    }

    private List<Long> within(Span span) {
        return others.stream()
                .filter(sequence -> sequence > span.after() && sequence < span.before())
                .toList();
    }

    private Page<Long> newest(long before, boolean later) {
        List<Long> read = messages.reversed().stream()
                .filter(sequence -> sequence < before)
                .limit(LIMIT + 1)
                .toList();
        return Page.backward(read, LIMIT, later);
    }

    private Page<Long> oldest(long after) {
        List<Long> read = messages.stream()
                .filter(sequence -> sequence > after)
                .limit(LIMIT + 1)
                .toList();
        return Page.forward(read, LIMIT, after > 0);
    }
}
