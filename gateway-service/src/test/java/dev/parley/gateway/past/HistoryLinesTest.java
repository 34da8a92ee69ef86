package dev.parley.gateway.past;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.delivery.Past;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class HistoryLinesTest {
    @Test
    void a_line_is_an_event_and_its_json_is_left_as_it_is() {
        Past.Page page = HistoryLines.page(
                "e1",
                Buffer.buffer("7\tmessage.posted\t\t{\"text\":\"a\\tb\"}\n8\tmember.removed\tbob\t{\"ü\":\"€\"}\n"));

        assertThat(page.epoch()).isEqualTo("e1");
        assertThat(page.events()).hasSize(2);
        LoggedEvent posted = page.events().getFirst();
        assertThat(posted.sequence()).isEqualTo(7);
        assertThat(posted.affected()).isNull();
        assertThat(posted.effect()).isEqualTo(LoggedEvent.Effect.NONE);
        assertThat(new String(posted.json(), UTF_8)).isEqualTo("{\"text\":\"a\\tb\"}");
        LoggedEvent removed = page.events().getLast();
        assertThat(removed.affected()).isEqualTo("bob");
        assertThat(removed.effect()).isEqualTo(LoggedEvent.Effect.ENDS);
        assertThat(new String(removed.json(), UTF_8)).isEqualTo("{\"ü\":\"€\"}");
    }

    @Test
    void no_lines_are_no_events() {
        assertThat(HistoryLines.page("e1", Buffer.buffer()).events()).isEmpty();
    }

    @Test
    void half_a_line_is_an_error_and_not_half_an_event() {
        assertThatThrownBy(() -> HistoryLines.page("e1", Buffer.buffer("7\tmessage.posted\t\t{\"te")))
                .isInstanceOf(IllegalStateException.class);
    }
}
