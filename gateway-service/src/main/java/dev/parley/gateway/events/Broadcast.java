package dev.parley.gateway.events;

import dev.parley.gateway.command.CommandDesk;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Switchboard;
import dev.parley.gateway.presence.SignalDesk;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;
import java.util.List;
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
    private final RecordReader records;
    private final DeliveryTraces traces;
    private final Semaphore ahead = new Semaphore(POLLS_AHEAD);

    Broadcast(
            Switchboard switchboard,
            CommandDesk commands,
            SignalDesk signals,
            DeliveryThread delivery,
            RecordReader records,
            DeliveryTraces traces) {
        this.switchboard = switchboard;
        this.commands = commands;
        this.signals = signals;
        this.delivery = delivery;
        this.records = records;
        this.traces = traces;
    }

    /**
     * Takes a poll; waits while the delivery thread is too far behind.
     *
     * @param live whether this happens now; what was published before the gateway started says nothing about delivery times
     */
    void take(ConsumerRecords<byte[], byte[]> polled, boolean live) throws InterruptedException {
        RecordReader.Poll poll = records.read(polled, live);
        List<Span> spans = traces.begin(poll.traced());
        ahead.acquire();
        delivery.execute(() -> {
            try {
                hand(poll);
                traces.endWhenWritten(spans);
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
        poll.handOut(
                switchboard::arrived,
                answered -> commands.answered(answered.user(), answered.sending(), answered.answer()),
                signal -> signals.received(signal.kind(), signal.gateway(), signal.value()));
    }
}
