package dev.parley.local.infrastructure;

import dev.parley.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of the services. Commands are kept longest, for a message-service that was down; events a day, of which gateways
 * read back minutes; replies and signals are worthless after a moment.
 */
final class KafkaTopics implements AutoCloseable {
    private static final List<NewTopic> TOPICS = List.of(
            topic(Topics.COMMANDS, 8, Duration.ofDays(7)),
            topic(Topics.EVENTS, 8, Duration.ofDays(1)),
            topic(Topics.REPLIES, 4, Duration.ofHours(1)),
            topic(Topics.SIGNALS, 4, Duration.ofMinutes(10)),
            topic(Topics.DEAD_LETTERS, 1, Duration.ofDays(30)));
    private static final int ANSWER_SECONDS = 5;

    private final Admin admin;

    KafkaTopics(String bootstrapServers) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                50,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_SECONDS * 1000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_SECONDS * 1000));
    }

    private static NewTopic topic(String name, int partitions, Duration retention) {
        return new NewTopic(name, partitions, (short) 1)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                        TopicConfig.SEGMENT_MS_CONFIG, Long.toString(retention.toMillis()),
                        // Kafka's clock, not the writer's: it refuses records of a writer whose clock is an hour ahead.
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    }

    /** Whether the broker answered and has all topics, those included that this call made. */
    boolean ensured() {
        try {
            var there = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            var missing = TOPICS.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
