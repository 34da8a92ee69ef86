package dev.parley.message.intake;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** Questions to Kafka about Kafka. */
@ApplicationScoped
public class KafkaAdministration {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private final Admin admin;

    /** @param kafka the application's {@code kafka.*} settings */
    public KafkaAdministration(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "parley-message-service-admin");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_TIMEOUT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_TIMEOUT.toMillis());
        this.admin = Admin.create(settings);
    }

    /** @throws IllegalStateException if Kafka does not say, or has no such topic */
    public String topicId(String topic) {
        return Objects.requireNonNull(describe(List.of(topic)).get(topic), "a topic that was described")
                .topicId()
                .toString();
    }

    /** @throws IllegalStateException if Kafka does not answer, or one of the topics is not there */
    public void check(List<String> topics) {
        describe(topics);
    }

    private Map<String, TopicDescription> describe(List<String> topics) {
        try {
            return admin.describeTopics(topics).allTopicNames().get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Kafka did not describe its topics", failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka described its topics", ended);
        }
    }

    @PreDestroy
    void close() {
        admin.close(ANSWER_TIMEOUT);
    }
}
