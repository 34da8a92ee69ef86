package dev.parley.message.publishing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes to Kafka: all records of a batch are sent at once, then all are waited for.
 *
 * <p>A producer of its own rather than an emitter for each topic: events and replies share requests, and one that fails
 * is one failure of the batch, not one of every record.
 */
@ApplicationScoped
public class KafkaPublisher implements Publisher {
    /** Short enough that the batch's own retry soon says that Kafka is away. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LINGER = Duration.ofMillis(2);

    private final Producer<String, byte[]> producer;
    private final Timer publishing;

    /** @param kafka the application's {@code kafka.*} settings: where it is and how to reach it */
    public KafkaPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka, MeterRegistry meters) {
        this.producer = new KafkaProducer<>(settings(kafka), new StringSerializer(), new ByteArraySerializer());
        this.publishing = Timer.builder("parley.publish")
                .description("One batch's records, from the first sent to the last acknowledged")
                .register(meters);
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "parley-message-service-publisher");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT.toMillis());
        return settings;
    }

    @Override
    public void publish(List<Publication> records) {
        Timer.Sample sample = Timer.start();
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (Publication record : records) {
            sent.add(producer.send(producerRecord(record)));
        }
        for (Future<RecordMetadata> acknowledgement : sent) {
            await(acknowledgement);
        }
        sample.stop(publishing);
    }

    private static void await(Future<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
        } catch (ExecutionException notSafe) {
            throw new IllegalStateException("Kafka did not take a record", notSafe.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka took a record", ended);
        }
    }

    private static ProducerRecord<String, byte[]> producerRecord(Publication publication) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(publication.topic(), publication.key(), publication.value());
        publication.headers().forEach((name, value) -> record.headers().add(name, value));
        return record;
    }

    @PreDestroy
    void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
