package dev.parley.gateway.events;

import dev.parley.contract.Topics;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.presence.SignalDesk;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the broadcast on a thread of its own, for as long as the gateway lives.
 *
 * <p>Offsets are this process's own business: it begins some minutes back, to fill the ring, and is ready when it has
 * read what was there when it began. Partitions that are added later are read from their beginning. If Kafka no longer
 * has what comes next, reading begins anew, and the rooms are compared with history-service instead of trusting that
 * nothing was lost.
 */
@Singleton
public final class EventFeed {
    private static final Logger LOG = Logger.getLogger(EventFeed.class);
    private static final List<String> TOPICS = List.of(Topics.EVENTS, Topics.REPLIES, Topics.SIGNALS);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOOK_FOR_PARTITIONS_EVERY = Duration.ofSeconds(10);
    private static final Duration MEASURE_EVERY = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final BroadcastConsumer consumers;
    private final Broadcast broadcast;
    private final SignalDesk signals;
    private final DeliveryThread delivery;
    private final Admission admission;

    /** Feed thread only. */
    private final FeedPositions positions;

    /** Whether the other gateways were told. Feed thread only. */
    private boolean started;

    private volatile long lagRecords;
    private volatile boolean stopping;
    private volatile boolean ready;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private final Thread thread =
            Thread.ofPlatform().name("parley-event-feed").daemon().unstarted(this::run);

    EventFeed(
            BroadcastConsumer consumers,
            Broadcast broadcast,
            SignalDesk signals,
            DeliveryThread delivery,
            GatewayConfig config,
            Admission admission) {
        this.consumers = consumers;
        this.broadcast = broadcast;
        this.signals = signals;
        this.delivery = delivery;
        this.admission = admission;
        this.positions = new FeedPositions(config.readBack());
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Whether everything that was published before this gateway started has been read. */
    public boolean ready() {
        return ready;
    }

    /** How many events Kafka has that were not read yet, as it said a moment ago. */
    public long lagRecords() {
        return lagRecords;
    }

    /** Whether the broadcast is being read, or tried to; nothing starts the thread anew. */
    boolean alive() {
        return stopping || thread.getState() != Thread.State.TERMINATED;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        thread.join(STOP.toMillis());
    }

    private void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> opened = consumers.open()) {
                consumer = opened;
                read(opened);
            } catch (WakeupException | InterruptException | InterruptedException stop) {
                if (!stopping) {
                    // Or every poll from now on would be interrupted, too.
                    Thread.interrupted();
                    LOG.warn("The broadcast was interrupted; reading on");
                }
            } catch (KafkaException | IllegalStateException failure) {
                LOG.warnf("The broadcast cannot be read; trying again reason=%s", failure.getMessage());
                pause();
            } catch (Throwable defect) {
                // Whatever it was: a gateway that no longer reads takes commands and never answers.
                LOG.error("Reading the broadcast failed; trying again", defect);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        Set<TopicPartition> assigned = new HashSet<>(partitions(consumer));
        consumer.assign(assigned);
        if (positions.unknown()) {
            positions.seekBack(consumer, assigned);
        } else {
            positions.readOn(consumer, assigned);
        }
        Map<TopicPartition, Long> backlog = new HashMap<>(consumer.endOffsets(assigned));
        if (!started) {
            started = true;
            signals.start();
        }
        long lookAt = System.nanoTime();
        long measuredAt = lookAt;
        while (!stopping) {
            // Before the poll, too, which waits when there is nothing to read.
            if (!ready) {
                backlog.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                becomeReady(backlog.isEmpty());
            }
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    broadcast.take(records, ready);
                    positions.read(consumer, records.partitions());
                }
            } catch (OffsetOutOfRangeException lost) {
                LOG.warnf("Kafka no longer has what comes next partitions=%s", lost.partitions());
                positions.seekBack(consumer, lost.partitions());
                broadcast.lost();
            }
            if (System.nanoTime() - measuredAt > MEASURE_EVERY.toNanos()) {
                measuredAt = System.nanoTime();
                lagRecords = lag(consumer, assigned);
            }
            if (System.nanoTime() - lookAt > LOOK_FOR_PARTITIONS_EVERY.toNanos()) {
                lookAt = System.nanoTime();
                takeNewPartitions(consumer, assigned);
            }
        }
    }

    private static long lag(Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
        long records = 0;
        for (TopicPartition partition : assigned) {
            if (partition.topic().equals(Topics.EVENTS)) {
                records += consumer.currentLag(partition).orElse(0);
            }
        }
        return records;
    }

    private void becomeReady(boolean caughtUp) {
        if (caughtUp && !ready) {
            // Behind the polls that are already queued: ready means delivered, not only read.
            delivery.execute(() -> {
                ready = true;
                admission.open();
            });
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> found = new ArrayList<>();
        for (String topic : TOPICS) {
            var partitions = consumer.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw new IllegalStateException("the topic " + topic + " does not exist; create it");
            }
            partitions.forEach(partition -> found.add(new TopicPartition(topic, partition.partition())));
        }
        return found;
    }

    private static void takeNewPartitions(Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
        List<TopicPartition> added = partitions(consumer).stream()
                .filter(partition -> !assigned.contains(partition))
                .toList();
        if (!added.isEmpty()) {
            assigned.addAll(added);
            consumer.assign(assigned);
            consumer.seekToBeginning(added);
        }
    }
}
