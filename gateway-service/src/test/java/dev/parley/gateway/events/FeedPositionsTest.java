package dev.parley.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each partition has a thousand records; of the busy ones the last hundred are of the last minutes. */
class FeedPositionsTest {
    private static final TopicPartition BUSY = new TopicPartition(Topics.EVENTS, 0);
    private static final TopicPartition QUIET = new TopicPartition(Topics.EVENTS, 1);
    private static final TopicPartition REPLIES = new TopicPartition(Topics.REPLIES, 0);
    private static final List<TopicPartition> ALL = List.of(BUSY, QUIET, REPLIES);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> asked) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            asked.forEach((partition, since) ->
                    found.put(partition, partition.equals(BUSY) ? new OffsetAndTimestamp(900, since) : null));
            return found;
        }

        /** As Kafka's: given none, it takes all. */
        @Override
        public void seekToEnd(Collection<TopicPartition> partitions) {
            super.seekToEnd(partitions.isEmpty() ? ALL : partitions);
        }
    };
    private final FeedPositions positions = new FeedPositions(Duration.ofMinutes(5));

    @BeforeEach
    void assign() {
        consumer.assign(ALL);
        ALL.forEach(partition -> {
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(Map.of(partition, 1_000L));
        });
        positions.seekBack(consumer, ALL);
    }

    @Test
    void reading_begins_some_minutes_back_with_events_and_with_what_comes_next_of_all_else() {
        assertThat(positions.unknown()).isFalse();
        assertThat(consumer.position(BUSY)).isEqualTo(900);
        assertThat(consumer.position(QUIET)).isEqualTo(1_000);
        assertThat(consumer.position(REPLIES)).isEqualTo(1_000);
    }

    @Test
    void where_kafka_lost_its_place_reading_begins_anew_and_nowhere_else() {
        ALL.forEach(partition -> consumer.seek(partition, 950));

        positions.seekBack(consumer, List.of(BUSY));

        assertThat(consumer.position(BUSY)).isEqualTo(900);
        assertThat(consumer.position(QUIET)).isEqualTo(950);
        assertThat(consumer.position(REPLIES)).isEqualTo(950);
    }

    @Test
    void after_a_failure_reading_goes_on_where_it_was_and_with_new_partitions_from_their_beginning() {
        TopicPartition added = new TopicPartition(Topics.EVENTS, 2);
        consumer.seek(BUSY, 960);
        positions.read(consumer, List.of(BUSY));
        consumer.assign(List.of(BUSY, QUIET, REPLIES, added));
        consumer.updateBeginningOffsets(Map.of(added, 0L));

        positions.readOn(consumer, List.of(BUSY, QUIET, REPLIES, added));

        assertThat(consumer.position(BUSY)).isEqualTo(960);
        assertThat(consumer.position(QUIET)).isEqualTo(1_000);
        assertThat(consumer.position(added)).isZero();
    }
}
