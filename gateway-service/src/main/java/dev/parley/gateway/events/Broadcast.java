package dev.parley.gateway.events;

import dev.parley.gateway.command.CommandDesk;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.presence.SignalDesk;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What one poll brought, sorted out: events to the switchboard, answers to those who wait, signals to the signal desk. */
@Singleton
final class Broadcast {
    /** Polls that may wait for the delivery thread; then the broadcast is not read. */
    private static final int POLLS_AHEAD = 4;

    private final Switchboard switchboard;
    private final CommandDesk commands;
    private final SignalDesk signals;
    private final DeliveryThread delivery;
    private final Reading reading;
    private final Timer deliveryTime;
    private final Semaphore ahead = new Semaphore(POLLS_AHEAD);

    /** What reading a record takes. */
    @Singleton
    record Reading(RecordReader records, Clock clock) {}

    Broadcast(
            Switchboard switchboard,
            CommandDesk commands,
            SignalDesk signals,
            DeliveryThread delivery,
            Reading reading,
            MeterRegistry metrics) {
        this.switchboard = switchboard;
        this.commands = commands;
        this.signals = signals;
        this.delivery = delivery;
        this.reading = reading;
        this.deliveryTime = Timer.builder("parley.delivery.seconds")
                .description("from the gateway's receipt of a command to the hand-over of its event to the sockets")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
    }

    /**
     * Takes a poll; waits while the delivery thread is too far behind.
     *
     * @param live whether this happens now; what was published before the gateway started says nothing about delivery times
     */
    void take(ConsumerRecords<byte[], byte[]> records, boolean live) throws InterruptedException {
        RecordReader.Poll poll = reading.records().read(records);
        ahead.acquire();
        delivery.execute(() -> {
            try {
                hand(poll);
                if (live) {
                    time(poll);
                }
            } finally {
                ahead.release();
            }
        });
    }

    /** Kafka no longer has some of it. */
    void lost() {
        delivery.execute(switchboard::checkHeads);
        commands.answersLost();
    }

    private void hand(RecordReader.Poll poll) {
        switchboard.arrived(poll.arrivals());
        poll.answers().forEach(answered -> commands.answered(answered.user(), answered.sending(), answered.answer()));
        poll.signals().forEach(signal -> signals.received(signal.kind(), signal.gateway(), signal.value()));
    }

    private void time(RecordReader.Poll poll) {
        long now = reading.clock().millis();
        poll.receivedAtMillis().forEach(at -> deliveryTime.record(Duration.ofMillis(Math.max(0, now - at))));
    }
}
