package dev.parley.message.intake;

import dev.parley.message.batch.Pause;
import dev.parley.message.batch.Watch;
import dev.parley.message.intake.CommandReader.Received;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.sequencing.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes batches of commands, one after the other. When it returns, the batch is committed and published, and its offsets
 * may be committed.
 *
 * <p>Runs on a thread that may block, so the waiting for a dependency is a loop that can be read. The transactions run on
 * the event loop.
 */
@ApplicationScoped
public class CommandIntake {
    static final String CHANNEL = "commands";
    private static final Duration LOG_PAUSE = Duration.ofSeconds(1);

    private final CommandLog log;
    private final CommandReader reader;
    private final TracedRunner runner;
    private final Publications publications;
    private final Stop stop;
    private final IntakeWatch watch;

    public CommandIntake(
            CommandLog log,
            CommandReader reader,
            TracedRunner runner,
            Publications publications,
            Stop stop,
            IntakeWatch watch) {
        this.log = log;
        this.reader = reader;
        this.runner = runner;
        this.publications = publications;
        this.stop = stop;
        this.watch = watch;
    }

    /** @throws RuntimeException if the batch was not taken to its end: nothing behind it may be taken then */
    public void take(ConsumerRecords<String, byte[]> records) {
        stop.enter();
        try {
            run(records, partitions(records));
        } catch (Pause.StoppedException stopped) {
            throw stopped;
        } catch (RuntimeException | Error unforeseen) {
            // Nothing behind this batch may overtake it, so the channel ends here; the process has to start anew.
            watch.ended(unforeseen);
            throw unforeseen;
        } finally {
            stop.exit();
        }
    }

    private void run(ConsumerRecords<String, byte[]> records, Map<Integer, String> partitions) {
        List<Submission> batch = new ArrayList<>(records.count());
        List<Publication> deadLetters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            String partition = partitions.getOrDefault(record.partition(), "");
            switch (reader.read(record, partition)) {
                case Received.Usable usable -> batch.add(usable.submission());
                case Received.Unusable unusable -> {
                    watch.notUnderstood(record.partition(), record.offset(), unusable.reason());
                    deadLetters.addAll(DeadLetters.of(record, unusable, publications));
                }
            }
        }
        runner.run(batch);
        runner.publish(deadLetters);
    }

    private Map<Integer, String> partitions(ConsumerRecords<String, byte[]> records) {
        while (true) {
            try {
                return log.partitions(records);
            } catch (IllegalStateException away) {
                watch.waiting(Watch.Dependency.KAFKA, away);
                stop.pause(LOG_PAUSE);
            }
        }
    }
}
