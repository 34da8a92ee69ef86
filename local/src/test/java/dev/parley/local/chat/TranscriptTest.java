package dev.parley.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Person ALICE = new Person("1", "alice");
    private static final Person BOB = new Person("2", "bob");

    @Test
    void a_message_is_its_sequence_its_author_and_its_text() {
        assertThat(line(new Event.MessagePosted("hello", null, List.of(), false)))
                .isEqualTo("7 alice: hello");
    }

    @Test
    void a_deleted_message_says_so() {
        assertThat(line(new Event.MessagePosted("", null, List.of(), true))).isEqualTo("7 alice: (deleted)");
    }

    @Test
    void who_comes_and_goes_is_said() {
        assertThat(line(new Event.MemberLeft(BOB))).isEqualTo("* bob left");
        assertThat(line(new Event.MemberRemoved(BOB))).isEqualTo("* alice removed bob");
    }

    @Test
    void control_characters_never_reach_the_terminal() {
        var text = "red\u001b[31m\u0007 alert\r\u009b2J";
        assertThat(line(new Event.MessagePosted(text, null, List.of(), false)))
                .isEqualTo("7 alice: red\uFFFD[31m\uFFFD alert\uFFFD\uFFFD2J");
    }

    @Test
    void further_lines_of_a_message_are_indented_so_that_none_passes_for_a_message() {
        assertThat(Transcript.message(7, "alice", "one\n8 bob: two", false)).isEqualTo("7 alice: one\n    8 bob: two");
    }

    private static String line(Event.Change change) {
        return Transcript.line(new Event(7, Instant.EPOCH, ALICE, "c", change)).orElseThrow();
    }
}
