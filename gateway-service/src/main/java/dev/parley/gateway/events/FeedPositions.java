package dev.parley.gateway.events;

import dev.parley.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where each partition of the broadcast is read next. One thread only.
 *
 * <p>Hazard: given no partition at all, Kafka's consumer seeks in every one that it has.
 */
final class FeedPositions {
    private final Duration readBack;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** @param readBack how old the events are with which reading begins */
    FeedPositions(Duration readBack) {
        this.readBack = readBack;
    }

    /** Whether reading has yet to begin. */
    boolean unknown() {
        return next.isEmpty();
    }

    /**
     * Begins: some minutes back with the events, which a gateway that knows no room yet, or not how far it has grown,
     * needs; with what comes next of all else. Of what Kafka lost its place in, the log may hold days.
     */
    void seekBack(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        long since = System.currentTimeMillis() - readBack.toMillis();
        Map<TopicPartition, Long> events = new HashMap<>();
        List<TopicPartition> fromEnd = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(Topics.EVENTS)) {
                events.put(partition, since);
            } else {
                fromEnd.add(partition);
            }
        }
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> first :
                consumer.offsetsForTimes(events).entrySet()) {
            if (first.getValue() == null) {
                fromEnd.add(first.getKey());
            } else {
                consumer.seek(first.getKey(), first.getValue().offset());
            }
        }
        if (!fromEnd.isEmpty()) {
            consumer.seekToEnd(fromEnd);
        }
        // Seeking to the end is lazy: what is published before the first poll would be skipped.
        Map<TopicPartition, Long> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, consumer.position(partition)));
        // All at once: one that is missing would be taken for a new partition and read from its beginning.
        next.putAll(found);
    }

    /** After a failure: exactly where the last poll ended. */
    void readOn(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Long position = next.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }

    /** A poll of these was handed over. */
    void read(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
    }
}
