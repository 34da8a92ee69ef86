package dev.parley.gateway.command;

import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Person;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The command log in Kafka.
 *
 * <p>A producer of its own rather than an emitter: an emitter sends what failed again some time later, behind commands of the
 * same connection that came after it. And it never waits: while Kafka is not known, or too much is on its way to it, a command
 * is refused at once instead of standing in a queue before the one thread that waits.
 */
@Singleton
final class CommandPublisher implements CommandLog {
    /** On its way to Kafka, of all connections together; past it a command is refused. */
    private static final long MOST_BYTES_WAITING = 32L * 1024 * 1024;

    private static final Duration NO_WAITING = Duration.ZERO;
    private static final Duration LINGER = Duration.ofMillis(1);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RECONNECT = Duration.ofMillis(100);
    private static final Duration RECONNECT_AT_LAST = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** The producer adds it to the time: {@code Long.MAX_VALUE} would run over, and be past at once. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Producer<byte[], byte[]> producer;
    private final Codec codec;
    private final GatewayId gateway;
    private final Clock clock;
    private final CommandTraces traces;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private volatile boolean topicKnown;
    private volatile boolean closing;

    /** What becomes of commands on their way to Kafka. */
    private enum Outcome {
        SENT("sent"),
        /** Nothing was taken. */
        REFUSED("refused"),
        /** Kafka may have it or not; nobody said. */
        FAILED("failed");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    /** @param kafka what is set as {@code kafka.*}: bootstrap servers, security */
    @Inject
    CommandPublisher(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Codec codec,
            GatewayId gateway,
            Clock clock,
            CommandTraces traces,
            MeterRegistry metrics) {
        this(
                new KafkaProducer<>(settings(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
                codec,
                gateway,
                clock,
                traces,
                metrics);
    }

    CommandPublisher(
            Producer<byte[], byte[]> producer,
            Codec codec,
            GatewayId gateway,
            Clock clock,
            CommandTraces traces,
            MeterRegistry metrics) {
        this.producer = producer;
        this.traces = traces;
        this.codec = codec;
        this.gateway = gateway;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("parley.gateway.commands")
                            .description("Commands on their way to Kafka, by what became of them")
                            .tag("result", outcome.label)
                            .register(metrics));
        }
    }

    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "parley-gateway-commands");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MOST_BYTES_WAITING);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, NO_WAITING.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT.toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_AT_LAST.toMillis());
        // Forgotten after a quiet time, the topic would have to be waited for again, and what comes first be refused.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER.toMillis());
        return settings;
    }

    /** Aside, because a gateway starts without Kafka too. */
    void start(@Observes StartupEvent started) {
        Thread.ofVirtual().name("parley-command-topic").start(this::learnTopic);
    }

    /** Whether Kafka was there once since the start. */
    boolean knowsTopic() {
        return topicKnown;
    }

    /** Until the producer knows the topic; or the first command would be refused. */
    private void learnTopic() {
        while (!closing && !topicKnown) {
            try {
                topicKnown = !producer.partitionsFor(Topics.COMMANDS).isEmpty();
            } catch (KafkaException | IllegalStateException notYet) {
                // Asking made it ask Kafka; the answer comes later.
            }
            if (!topicKnown) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletionStage<Void> append(Person by, Command command, String sending) {
        CommandRecord record = CommandRecord.of(by, command, gateway, sending, clock.instant(), codec);
        Span span = traces.begin(command);
        CommandTraces.header(span).ifPresent(trace -> record.headers().add(Headers.TRACE, Headers.value(trace)));
        CompletableFuture<Void> written = new CompletableFuture<>();
        written.whenComplete((_, failure) -> CommandTraces.end(span, failure));
        producer.send(
                new ProducerRecord<>(Topics.COMMANDS, null, null, record.key(), record.value(), record.headers()),
                (_, failure) -> {
                    count(failure);
                    if (failure == null) {
                        written.complete(null);
                    } else {
                        written.completeExceptionally(failure);
                    }
                });
        if (written.isCompletedExceptionally() && neverSent(written.exceptionNow())) {
            throw new IllegalStateException("Kafka takes nothing now", written.exceptionNow());
        }
        return written;
    }

    private void count(@Nullable Exception failure) {
        Outcome outcome = failure == null ? Outcome.SENT : neverSent(failure) ? Outcome.REFUSED : Outcome.FAILED;
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    /** The producer says so of a record for which it has no room, or no partition. */
    private static boolean neverSent(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof BufferExhaustedException
                || (failure instanceof TimeoutException && message.contains("not present in metadata"));
    }

    @PreDestroy
    void close() {
        closing = true;
        producer.close(CLOSE_TIMEOUT);
    }
}
