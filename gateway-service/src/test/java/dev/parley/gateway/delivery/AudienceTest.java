package dev.parley.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private record Seat(String user, int lane) implements Listener {}

    @Test
    void whoever_was_added_and_not_removed_sits_in_their_lane_once() {
        long seed = Long.getLong("parley.seed", System.nanoTime());
        Random random = new Random(seed);
        Audience audience = new Audience();
        List<Subscription> present = new ArrayList<>();

        for (int i = 0; i < 5_000; i++) {
            if (present.isEmpty() || random.nextInt(100) < 55) {
                Subscription subscription =
                        new Subscription(new Seat("u" + i, random.nextInt(3)), new UUID(0, 1), null);
                audience.add(subscription);
                present.add(subscription);
            } else {
                audience.remove(present.remove(random.nextInt(present.size())));
            }
        }

        Set<Listener> expected = new HashSet<>();
        present.forEach(subscription -> expected.add(subscription.listener));
        List<Listener> seated = new ArrayList<>();
        for (int lane = 0; lane < audience.lanes(); lane++) {
            for (Listener listener : audience.in(lane)) {
                assertThat(listener.lane()).isEqualTo(lane);
                seated.add(listener);
            }
        }
        assertThat(seated).as("seed %d", seed).hasSize(expected.size()).containsAll(expected);
        assertThat(audience.size()).isEqualTo(expected.size());
    }

    @Test
    void an_array_that_was_handed_over_never_changes() {
        Audience audience = new Audience();
        Subscription ann = new Subscription(new Seat("ann", 0), new UUID(0, 1), null);
        audience.add(ann);
        Listener[] before = audience.in(0);

        audience.remove(ann);

        assertThat(before).containsExactly(ann.listener);
        assertThat(audience.in(0)).isEmpty();
    }
}
