package dev.parley.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class CommandPublisherTest {
    private static final CommandTraces NO_TRACES = new CommandTraces(OpenTelemetry.noop());
    private static final Person ALICE = new Person("1", "alice");
    private static final UUID ROOM = UUID.fromString("7b1f0c1e-1c5b-4d0e-9a41-3f2a1b6c5d4e");

    private static CommandPublisher with(Producer<byte[], byte[]> producer) {
        return with(producer, new SimpleMeterRegistry());
    }

    private static CommandPublisher with(Producer<byte[], byte[]> producer, MeterRegistry metrics) {
        return new CommandPublisher(
                producer, new Codec(Limits.DEFAULT), new GatewayId("gateway-1"), Clock.systemUTC(), NO_TRACES, metrics);
    }

    private static Command post(String id) {
        return new Command.Post(id, ROOM, "hello", null);
    }

    @Test
    void a_command_is_refused_at_once_while_kafka_is_not_known() {
        MeterRegistry metrics = new SimpleMeterRegistry();
        // Nobody listens there, and nobody waits to see whether somebody will.
        CommandPublisher publisher = new CommandPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                new Codec(Limits.DEFAULT),
                new GatewayId("gateway-1"),
                Clock.systemUTC(),
                NO_TRACES,
                metrics);
        try {
            long from = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                String id = "c" + i;
                assertThatThrownBy(() -> publisher.append(ALICE, post(id), "1"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("Kafka takes nothing now");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
            assertThat(publisher.knowsTopic()).isFalse();
            assertThat(counted(metrics, "refused")).isEqualTo(100);
            assertThat(counted(metrics, "failed")).isZero();
        } finally {
            publisher.close();
        }
    }

    /** The producer forgets topics that were idle for long, and then refuses the first command until it asked again. */
    @Test
    void the_topic_is_never_forgotten() {
        long now = Instant.parse("2026-11-22T18:00:00Z").toEpochMilli();
        long yearLater = now + Duration.ofDays(365).toMillis();
        Object idle = CommandPublisher.settings(Map.of()).get(ProducerConfig.METADATA_MAX_IDLE_CONFIG);
        long idleMillis = Long.parseLong(String.valueOf(idle));
        try (ProducerMetadata metadata = new ProducerMetadata(
                100, 1_000, 300_000, idleMillis, new LogContext(), new ClusterResourceListeners(), Time.SYSTEM)) {
            metadata.add(Topics.COMMANDS, now);
            metadata.updateWithCurrentRequestVersion(kafkaWith(Topics.COMMANDS), true, now);

            metadata.updateWithCurrentRequestVersion(kafkaWith(Topics.COMMANDS), false, yearLater);

            assertThat(metadata.fetch().partitionCountForTopic(Topics.COMMANDS)).isEqualTo(1);
        }
    }

    private static MetadataResponse kafkaWith(String topic) {
        Node broker = new Node(1, "127.0.0.1", 9092);
        var partition = new MetadataResponsePartition()
                .setPartitionIndex(0)
                .setLeaderId(broker.id())
                .setReplicaNodes(List.of(broker.id()))
                .setIsrNodes(List.of(broker.id()));
        var known = new MetadataResponseTopic()
                .setName(topic)
                .setTopicId(Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ"))
                .setPartitions(List.of(partition));
        return MetadataResponse.prepareResponse(
                true, 0, List.of(broker), "cluster", broker.id(), List.of(known), Integer.MIN_VALUE);
    }

    @Test
    void what_failed_is_not_sent_again_behind_what_came_after_it() {
        var kafka = new MockProducer<>(
                false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        CommandPublisher publisher = with(kafka);
        CompletionStage<Void> first = publisher.append(ALICE, post("first"), "1");
        CompletionStage<Void> second = publisher.append(ALICE, post("second"), "2");
        kafka.errorNext(new TimeoutException("Expiring 1 record(s)"));
        kafka.completeNext();

        assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        assertThat(second.toCompletableFuture()).isCompletedWithValue(null);
        List<String> sent = kafka.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).contains("first");
    }

    @Test
    void what_became_of_a_command_is_counted() {
        var kafka = new MockProducer<>(
                false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        MeterRegistry metrics = new SimpleMeterRegistry();
        CommandPublisher publisher = with(kafka, metrics);
        publisher.append(ALICE, post("first"), "1");
        publisher.append(ALICE, post("second"), "2");
        kafka.completeNext();
        kafka.errorNext(new TimeoutException("Expiring 1 record(s)"));

        assertThat(counted(metrics, "sent")).isEqualTo(1);
        assertThat(counted(metrics, "failed")).isEqualTo(1);
        assertThat(counted(metrics, "refused")).isZero();
    }

    private static double counted(MeterRegistry metrics, String result) {
        return metrics.get("parley.gateway.commands")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void the_commands_of_a_room_have_its_key() {
        var kafka = new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        with(kafka).append(ALICE, post("c1"), "1");

        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("parley.commands");
            assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo(ROOM.toString());
        });
    }
}
