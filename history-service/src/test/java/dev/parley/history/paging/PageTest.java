package dev.parley.history.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void one_more_than_the_limit_tells_that_there_is_more_behind() {
        assertThat(Page.forward(List.of(1, 2, 3), 2, false)).isEqualTo(new Page<>(List.of(1, 2), false, true));
        assertThat(Page.forward(List.of(1, 2), 2, true)).isEqualTo(new Page<>(List.of(1, 2), true, false));
        assertThat(Page.forward(List.of(), 2, false)).isEqualTo(new Page<>(List.of(), false, false));
    }

    @Test
    void what_was_read_backward_stands_in_the_lists_order() {
        assertThat(Page.backward(List.of(9, 8, 7), 2, true)).isEqualTo(new Page<>(List.of(8, 9), true, true));
        assertThat(Page.backward(List.of(9, 8), 2, false)).isEqualTo(new Page<>(List.of(8, 9), false, false));
    }

    @Test
    void two_parts_that_meet_have_the_first_ones_front_and_the_second_ones_back() {
        Page<Integer> first = Page.backward(List.of(4, 3, 2), 2, true);
        Page<Integer> second = Page.forward(List.of(5, 6), 2, true);
        assertThat(Page.joined(first, second)).isEqualTo(new Page<>(List.of(3, 4, 5, 6), true, false));
    }
}
