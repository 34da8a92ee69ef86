package dev.parley.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final int RECORD_BYTES = 300_000;

    @Test
    void nobody_is_one_chunk_that_is_the_last() throws IOException {
        List<byte[]> chunks = Snapshots.write(Map.of());

        assertThat(chunks).hasSize(1);
        assertThat(Snapshots.read(chunks.getFirst())).isEqualTo(new Snapshots.Chunk(0, true, Map.of()));
    }

    @Test
    void no_chunk_is_too_large_for_a_record_and_together_they_are_the_whole() throws IOException {
        Map<UUID, Set<String>> rooms = new HashMap<>();
        rooms.put(UUID.randomUUID(), people(5_000, "\u0001é\""));
        for (int room = 0; room < 5_000; room++) {
            rooms.put(UUID.randomUUID(), people(3, "x"));
        }

        List<byte[]> chunks = Snapshots.write(rooms);

        Map<UUID, Set<String>> read = new HashMap<>();
        for (int index = 0; index < chunks.size(); index++) {
            assertThat(chunks.get(index)).hasSizeLessThan(RECORD_BYTES);
            Snapshots.Chunk chunk = Snapshots.read(chunks.get(index));
            assertThat(chunk.index()).isEqualTo(index);
            assertThat(chunk.last()).isEqualTo(index == chunks.size() - 1);
            chunk.rooms()
                    .forEach((room, people) ->
                            read.computeIfAbsent(room, _ -> new HashSet<>()).addAll(people));
        }
        assertThat(chunks).hasSizeGreaterThan(2);
        assertThat(read).isEqualTo(rooms);
    }

    @Test
    void what_is_no_chunk_is_refused() {
        for (String value : List.of("", "null", "{}", "[]", "{\"rooms\":{\"here\":[\"alice\"]}}")) {
            assertThatThrownBy(() -> Snapshots.read(value.getBytes(StandardCharsets.UTF_8)))
                    .as(value)
                    .isInstanceOf(IOException.class);
        }
    }

    private static Set<String> people(int count, String filler) {
        return IntStream.range(0, count)
                .mapToObj(person -> filler.repeat(20) + person)
                .collect(Collectors.toSet());
    }
}
