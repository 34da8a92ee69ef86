package dev.parley.message.intake;

import dev.parley.contract.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Names the partitions of the command log for all time.
 *
 * <p>A topic that was deleted and made again has the same name and starts at offset 0; its id is another. The id is asked
 * for when it may have changed: for a partition that is new here, or whose offsets went back.
 */
@ApplicationScoped
public class CommandLog {
    private final KafkaAdministration administration;
    private final Map<Integer, Long> next = new HashMap<>();
    private @Nullable String topicId;

    public CommandLog(KafkaAdministration administration) {
        this.administration = administration;
    }

    /**
     * The names of the records' partitions, by number.
     *
     * @throws IllegalStateException if Kafka does not say
     */
    public synchronized Map<Integer, String> partitions(ConsumerRecords<String, byte[]> records) {
        String id = topicId;
        if (id == null || mayBeAnother(records)) {
            id = administration.topicId(Topics.COMMANDS);
            topicId = id;
        }
        Map<Integer, String> names = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            names.put(partition.partition(), id + '/' + partition.partition());
            next.put(partition.partition(), records.records(partition).getLast().offset() + 1);
        }
        return names;
    }

    private boolean mayBeAnother(ConsumerRecords<String, byte[]> records) {
        return records.partitions().stream().anyMatch(partition -> {
            Long expected = next.get(partition.partition());
            return expected == null || records.records(partition).getFirst().offset() < expected;
        });
    }
}
