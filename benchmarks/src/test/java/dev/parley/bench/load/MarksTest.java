package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void every_number_is_found_again_in_whatever_frame_brings_it() {
        String frame = "{\"events\":[{\"text\":\"" + Marks.text(7, 64) + "\"},{\"text\":\""
                + Marks.text(2_000_000_001, 12) + "\"}]}";

        assertThat(numbers(frame)).containsExactly(7, 2_000_000_001);
    }

    @Test
    void a_text_is_as_long_as_it_was_asked_for() {
        assertThat(Marks.text(1, 128)).hasSize(128);
    }

    @Test
    void a_frame_without_a_number_has_none() {
        assertThat(numbers("{\"type\":\"ping\"}")).isEmpty();
        assertThat(numbers("#~12345")).isEmpty();
    }

    private static List<Integer> numbers(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        List<Integer> found = new ArrayList<>();
        Marks.find(bytes, 0, bytes.length, found::add);
        return found;
    }
}
