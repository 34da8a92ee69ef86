package dev.parley.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import dev.parley.contract.frame.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final UUID ROOM = UUID.randomUUID();
    private static final long NOW = 1_000;

    private final List<Signal> published = new ArrayList<>();
    private final Presence presence = new Presence(published::add);

    @Test
    void somebody_is_online_from_the_first_connection_to_the_last() {
        presence.began(ROOM, "alice");
        presence.began(ROOM, "alice");
        presence.ended(ROOM, "alice");
        assertThat(published).containsExactly(online("alice"));
        assertThat(presence.online(ROOM)).containsExactly("alice");

        presence.ended(ROOM, "alice");
        assertThat(published).containsExactly(online("alice"), offline("alice"));
        assertThat(presence.online(ROOM)).isEmpty();
        assertThat(presence.snapshot()).isEmpty();
    }

    @Test
    void the_end_of_what_never_began_says_nothing() {
        presence.began(ROOM, "alice");
        presence.ended(ROOM, "bob");
        presence.ended(UUID.randomUUID(), "alice");
        assertThat(published).containsExactly(online("alice"));
    }

    @Test
    void everybody_who_leaves_a_crowd_is_published_so_that_no_gateway_keeps_them() {
        crowd();
        published.clear();

        presence.ended(ROOM, "person 0");

        assertThat(published).containsExactly(offline("person 0"));
        assertThat(presence.heardOwn(offline("person 0")))
                .as("those who listen are not told")
                .isFalse();
    }

    @Test
    void one_more_than_are_told_of_each_other_is_a_crowd() {
        crowd();
        presence.began(ROOM, "one more");
        assertThat(presence.isCrowded(ROOM)).isTrue();
        assertThat(presence.online(ROOM)).hasSize(Limits.ONLINE_PEOPLE);

        while (presence.isCrowded(ROOM)) {
            presence.ended(ROOM, presence.online(ROOM).getFirst());
        }
        assertThat(presence.online(ROOM)).hasSize(Limits.ONLINE_PEOPLE);
    }

    @Test
    void whoever_comes_to_a_crowd_is_not_published() {
        crowd();
        assertThat(published).hasSize(Limits.ONLINE_PEOPLE);
    }

    @Test
    void who_left_one_gateway_and_listens_at_another_is_still_online() {
        assertThat(presence.heard("b", online("alice"), NOW)).isTrue();
        presence.heard("c", online("alice"), NOW);

        assertThat(presence.heard("b", offline("alice"), NOW)).isFalse();
        assertThat(presence.heard("c", offline("alice"), NOW)).isTrue();
        assertThat(presence.online(ROOM)).isEmpty();
    }

    @Test
    void the_offline_of_somebody_who_was_not_known_is_told_to_nobody() {
        assertThat(presence.heard("b", offline("alice"), NOW)).isFalse();
    }

    @Test
    void a_snapshot_replaces_what_was_known_and_tells_the_difference() {
        presence.heard("b", online("ghost"), NOW);
        presence.heard("b", online("alice"), NOW);

        List<Signal.Presence> changes = presence.snapshot("b", whole("alice", "bob"), NOW);

        assertThat(changes).containsExactlyInAnyOrder(online("bob"), offline("ghost"));
        assertThat(presence.online(ROOM)).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void a_snapshot_counts_when_its_last_chunk_is_there() {
        presence.heard("b", online("ghost"), NOW);

        assertThat(presence.snapshot("b", chunk(0, false, "alice"), NOW)).isEmpty();
        assertThat(presence.online(ROOM)).containsExactly("ghost");
        assertThat(presence.alive("b", NOW)).isFalse();

        presence.snapshot("b", chunk(1, true, "bob"), NOW);
        assertThat(presence.online(ROOM)).containsExactlyInAnyOrder("alice", "bob");
        assertThat(presence.alive("b", NOW)).isTrue();
    }

    @Test
    void a_snapshot_with_a_lost_chunk_changes_nothing_and_is_asked_for_again() {
        presence.heard("b", online("carol"), NOW);
        presence.snapshot("b", chunk(0, false, "alice"), NOW);

        assertThat(presence.snapshot("b", chunk(2, true, "bob"), NOW)).isEmpty();
        assertThat(presence.snapshot("b", chunk(1, true, "bob"), NOW)).isEmpty();

        assertThat(presence.online(ROOM)).containsExactly("carol");
        assertThat(presence.alive("b", NOW)).isFalse();

        presence.snapshot("b", whole("alice"), NOW);
        assertThat(presence.online(ROOM)).containsExactly("alice");
    }

    @Test
    void a_gateway_that_was_forgotten_is_asked_again_and_its_people_come_back() {
        presence.snapshot("b", whole("alice"), NOW);
        assertThat(presence.silentSince(NOW + 1)).containsExactly("b");
        assertThat(presence.gone("b")).containsExactly(offline("alice"));
        assertThat(presence.gone("b")).isEmpty();

        assertThat(presence.alive("b", NOW)).isFalse();
        assertThat(presence.snapshot("b", whole("alice"), NOW)).containsExactly(online("alice"));
        assertThat(presence.alive("b", NOW)).isTrue();
    }

    @Test
    void a_gateway_that_is_gone_takes_nobody_along_who_listens_here() {
        presence.began(ROOM, "alice");
        presence.snapshot("b", whole("alice", "bob"), NOW);
        assertThat(presence.gone("b")).containsExactly(offline("bob"));
        assertThat(presence.online(ROOM)).containsExactly("alice");
    }

    private void crowd() {
        for (int person = 0; person <= Limits.ONLINE_PEOPLE; person++) {
            presence.began(ROOM, "person " + person);
        }
    }

    private static Snapshots.Chunk whole(String... people) {
        return chunk(0, true, people);
    }

    private static Snapshots.Chunk chunk(int index, boolean last, String... people) {
        return new Snapshots.Chunk(index, last, Map.of(ROOM, Set.of(people)));
    }

    private static Signal.Presence online(String user) {
        return new Signal.Presence(ROOM, user, true);
    }

    private static Signal.Presence offline(String user) {
        return new Signal.Presence(ROOM, user, false);
    }
}
