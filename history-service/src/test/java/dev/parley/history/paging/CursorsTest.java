package dev.parley.history.paging;

import static dev.parley.history.paging.ParametersTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.problems.ProblemException;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorsTest {
    @Test
    void what_is_written_is_read_again() {
        TimeCursor time = new TimeCursor(Instant.parse("2026-11-22T18:00:00.123456Z"), new UUID(0x8000, 1), 41);
        assertThat(TimeCursor.parse("before", time.toString())).isEqualTo(time);
        NameCursor name = new NameCursor("émile . &?=/+ 😀", "oidc|a.b");
        assertThat(NameCursor.parse("after", name.toString())).isEqualTo(name);
        assertThat(new NameCursor("", "").toString()).isEqualTo(".");
    }

    @Test
    void a_cursor_needs_no_escape_in_a_query() {
        assertThat(new NameCursor("émile . &?=/+ 😀", "oidc|a.b").toString()).matches("[A-Za-z0-9_.-]+");
    }

    @Test
    void what_is_no_cursor_is_refused_by_name() {
        String tooFar = Cursors.write("9999999999999999999", new UUID(0, 1).toString(), "1");
        String farFuture = Cursors.write(Long.toString(Long.MAX_VALUE), new UUID(0, 1).toString(), "1");
        String noRoom = Cursors.write("1", "room", "1");
        for (String wrong : new String[] {"", "a", "a.b", "a.b.c", "....", "!.!.!", tooFar, farFuture, noRoom}) {
            assertRefused("before", () -> TimeCursor.parse("before", wrong));
        }
        assertRefused("after", () -> NameCursor.parse("after", Cursors.write("a\0", "b")));
        assertRefused("after", () -> NameCursor.parse("after", "a".repeat(10_000)));
    }

    @Test
    void no_text_makes_the_reader_fail_in_another_way() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = randomText(random);
            try {
                TimeCursor.parse("before", text);
            } catch (ProblemException refused) {
                assertThat(refused.problem().status()).as("seed %d", seed).isEqualTo(400);
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed + ", text " + text, other);
            }
        }
    }

    private static String randomText(Random random) {
        String alphabet = "ABCdef019-_..=%/ é";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
