package dev.parley.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Topics and their partitions. What was appended stays, unless the broker loses it; reading is the readers' business. */
final class SimulatedKafka {
    private final World world;
    private final Map<String, Topic> topics = new HashMap<>();
    /** Events that were acknowledged to their publisher, as room/sequence. */
    private int lost;

    /** The partitions of a topic, each a list of records. */
    private static final class Topic {
        private final String name;
        private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();

        Topic(String name, int partitions) {
            this.name = name;
            for (int i = 0; i < partitions; i++) {
                this.partitions.add(new ArrayList<>());
            }
        }
    }

    SimulatedKafka(World world) {
        this.world = world;
        int partitions = world.between(1, 3);
        for (String topic : List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPLIES)) {
            topics.put(topic, new Topic(topic, partitions));
        }
    }

    int partitions(String topic) {
        return topic(topic).partitions.size();
    }

    List<ConsumerRecord<byte[], byte[]>> partition(String topic, int partition) {
        return topic(topic).partitions.get(partition);
    }

    int end(String topic, int partition) {
        return partition(topic, partition).size();
    }

    /** Whoever has not looked since goes on sending to the old ones. */
    void addPartitions() {
        topics.values().forEach(topic -> topic.partitions.add(new ArrayList<>()));
        world.say("kafka: partitions added");
    }

    /** @param partitions how many the sender knows of */
    void append(String topic, int partitions, byte[] key, Headers headers, byte[] value) {
        int number = Math.floorMod(new String(key, UTF_8).hashCode() * 31, partitions);
        List<ConsumerRecord<byte[], byte[]>> partition = partition(topic, number);
        partition.add(new ConsumerRecord<>(
                topic,
                number,
                partition.size(),
                world.nowMillis(),
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                headers,
                Optional.empty()));
        if (topic.equals(Topics.COMMANDS)) {
            world.group.wake();
        } else {
            world.gateways.forEach(SimulatedGateway::wake);
        }
    }

    void append(int partitions, Publication record) {
        if (record.topic().equals(Topics.DEAD_LETTERS)) {
            throw new AssertionError("a command was put aside: " + new String(record.value(), UTF_8));
        }
        world.ledger.published(record);
        if (world.strikes(world.faults.recordLost())) {
            lost++;
            if (world.traced()) {
                world.say("kafka: loses " + Trace.of(record));
            }
            return;
        }
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach(headers::add);
        append(record.topic(), partitions, record.key().getBytes(UTF_8), headers, record.value());
    }

    int lost() {
        return lost;
    }

    private Topic topic(String name) {
        return Objects.requireNonNull(topics.get(name), name);
    }
}
