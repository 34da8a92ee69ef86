package dev.parley.history.paging;

import static dev.parley.history.paging.ParametersTest.assertRefused;
import static dev.parley.history.paging.ParametersTest.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeTest {
    @Test
    void one_place_says_which_part_is_asked_for() {
        assertThat(Range.ofSequences(parameters(Map.of()))).isEqualTo(new Range.Start<Long>());
        assertThat(Range.ofSequences(parameters(Map.of("before", "7")))).isEqualTo(new Range.Before<>(7L));
        assertThat(Range.ofSequences(parameters(Map.of("after", "0")))).isEqualTo(new Range.After<>(0L));
        assertThat(Range.ofSequences(parameters(Map.of("around", "7")))).isEqualTo(new Range.Around<>(7L));
    }

    @Test
    void two_places_are_refused() {
        assertRefused("before", () -> Range.ofSequences(parameters(Map.of("before", "7", "after", "1"))));
        assertRefused("around", () -> Range.ofSequences(parameters(Map.of("before", "7", "around", "1"))));
        assertRefused("around", () -> Range.ofSequences(parameters(Map.of("after", "7", "around", "1"))));
    }

    @Test
    void a_cursor_is_read_under_the_name_it_came_by() {
        NameCursor place = new NameCursor("ada", "u1");
        assertThat(Range.ofCursors(parameters(Map.of("after", place.toString())), NameCursor::parse))
                .isEqualTo(new Range.After<>(place));
        assertRefused("before", () -> Range.ofCursors(parameters(Map.of("before", "?")), NameCursor::parse));
    }
}
