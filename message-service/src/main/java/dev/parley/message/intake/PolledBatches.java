package dev.parley.message.intake;

import dev.parley.message.batch.Pause;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what Kafka's polls bring while a batch is decided, and makes one batch of it: under load batches grow by
 * themselves, and nothing waits for the batch before the last one.
 *
 * <p>Taken one poll at a time, as the connector offers them, whatever came first after a batch began would be a batch of
 * its own and hold up the rest by a transaction.
 */
@ApplicationScoped
public class PolledBatches implements Flow.Subscriber<Message<List<byte[]>>> {
    /** With so many waiting no further poll is asked for; the next batch has fewer than twice as many. */
    static final int ENOUGH_RECORDS = 500;

    private final Consumer<ConsumerRecords<String, byte[]>> intake;
    private final IntakeWatch watch;
    private final Vertx vertx;
    private final ArrayDeque<Message<List<byte[]>>> waiting = new ArrayDeque<>();
    private int waitingRecords;
    private boolean working;
    /** Whether a poll was asked for that has not come. */
    private boolean asked;

    private boolean failed;
    private Flow.@Nullable Subscription polls;

    @Inject
    public PolledBatches(CommandIntake intake, IntakeWatch watch, Vertx vertx) {
        this(intake::take, watch, vertx);
    }

    PolledBatches(Consumer<ConsumerRecords<String, byte[]>> intake, IntakeWatch watch, Vertx vertx) {
        this.intake = intake;
        this.watch = watch;
        this.vertx = vertx;
    }

    @Incoming(CommandIntake.CHANNEL)
    public Flow.Subscriber<Message<List<byte[]>>> polls() {
        return this;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription subscription) {
        polls = subscription;
        askForMore();
    }

    @Override
    public synchronized void onNext(Message<List<byte[]>> poll) {
        asked = false;
        waiting.add(poll);
        waitingRecords += records(poll).count();
        workOn();
        askForMore();
    }

    /** Nothing comes any more, however long it is waited for: the process has to start anew. */
    @Override
    public void onError(Throwable failure) {
        watch.ended(failure);
    }

    @Override
    public void onComplete() {
        // The service ends.
    }

    private void askForMore() {
        if (!asked && !failed && polls != null && waitingRecords < ENOUGH_RECORDS) {
            asked = true;
            polls.request(1);
        }
    }

    private void workOn() {
        if (working || failed || waiting.isEmpty()) {
            return;
        }
        working = true;
        List<Message<List<byte[]>>> batch = new ArrayList<>();
        List<ConsumerRecords<String, byte[]>> polls = new ArrayList<>();
        while (!waiting.isEmpty() && goesOn(polls, records(waiting.getFirst()))) {
            polls.add(records(waiting.getFirst()));
            batch.add(waiting.removeFirst());
        }
        ConsumerRecords<String, byte[]> records = merged(polls);
        waitingRecords -= records.count();
        // A context of its own for each batch: what the batch does in the database is traced by it.
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        context.executeBlocking(
                        () -> {
                            intake.accept(records);
                            return records.count();
                        },
                        false)
                .onComplete(done -> ended(batch, done.cause()));
    }

    private void ended(List<Message<List<byte[]>>> batch, @Nullable Throwable failure) {
        for (Message<List<byte[]>> poll : batch) {
            if (failure == null) {
                poll.ack();
            } else if (!(failure instanceof Pause.StoppedException)) {
                poll.nack(failure);
            }
        }
        synchronized (this) {
            working = false;
            // Nothing may overtake what failed.
            failed |= failure != null;
            workOn();
            askForMore();
        }
    }

    /**
     * Whether a poll's records all come behind those of the same partitions before it. If not, the partition was given away
     * and came back, or is another: one batch must not hold a record twice.
     */
    static boolean goesOn(List<ConsumerRecords<String, byte[]>> before, ConsumerRecords<String, byte[]> poll) {
        return poll.partitions().stream().allMatch(partition -> {
            long first = poll.records(partition).getFirst().offset();
            return before.stream()
                    .flatMap(earlier -> earlier.records(partition).stream())
                    .allMatch(record -> record.offset() < first);
        });
    }

    /** All records, those of each partition in their order. */
    static ConsumerRecords<String, byte[]> merged(List<ConsumerRecords<String, byte[]>> polls) {
        if (polls.size() == 1) {
            return polls.getFirst();
        }
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> all = new HashMap<>();
        for (ConsumerRecords<String, byte[]> poll : polls) {
            for (TopicPartition partition : poll.partitions()) {
                all.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(poll.records(partition));
            }
        }
        return new ConsumerRecords<>(all, Map.of());
    }

    @SuppressWarnings("unchecked") // the channel's deserializers say so
    private static ConsumerRecords<String, byte[]> records(Message<List<byte[]>> poll) {
        return poll.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("no batch of Kafka's"))
                .getRecords();
    }
}
