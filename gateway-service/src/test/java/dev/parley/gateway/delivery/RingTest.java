package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final int EVENT_BYTES = 100;
    private final List<RoomFeed> lost = new ArrayList<>();
    /** Room for three events of {@value #EVENT_BYTES} bytes with their overhead. */
    private final Ring ring = new Ring(3 * (EVENT_BYTES + 80), lost::add);

    private final RoomFeed first = new RoomFeed(new UUID(0, 1), "e", 0);
    private final RoomFeed second = new RoomFeed(new UUID(0, 2), "e", 0);

    private void add(RoomFeed feed) {
        feed.last++;
        ring.add(feed, new LoggedEvent(feed.last, LoggedEvent.Effect.NONE, null, new byte[EVENT_BYTES]));
    }

    @Test
    void the_oldest_event_of_all_rooms_goes_first() {
        add(first);
        add(second);
        add(first);
        add(second);

        assertThat(lost).containsExactly(first);
        assertThat(first.covers(0)).isFalse();
        assertThat(first.covers(1)).isTrue();
        assertThat(second.covers(0)).isTrue();
    }

    @Test
    void a_room_that_was_forgotten_gives_its_bytes_back_once() {
        add(first);
        add(first);
        ring.forget(first);
        assertThat(first.covers(1)).isFalse();

        for (int i = 0; i < 20; i++) {
            add(second);
        }
        assertThat(ring.bytes()).isEqualTo(3 * (EVENT_BYTES + 80));
        assertThat(second.after(17, 20)).extracting(LoggedEvent::sequence).containsExactly(18L, 19L, 20L);
    }
}
