package dev.parley.gateway.command;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayId;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The command log in Kafka. */
@Singleton
final class CommandPublisher implements CommandLog {
    /** Beside the producer's own records in flight; past it a command is refused at once. */
    private static final int WAITING_COMMANDS = 4_096;

    private final Emitter<byte[]> emitter;
    private final Codec codec;
    private final GatewayId gateway;
    private final Clock clock;

    CommandPublisher(
            @Channel("commands") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING_COMMANDS)
                    Emitter<byte[]> emitter,
            Codec codec,
            GatewayId gateway,
            Clock clock) {
        this.emitter = emitter;
        this.codec = codec;
        this.gateway = gateway;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> append(Person by, Command command, String sending) {
        CommandRecord record = CommandRecord.of(by, command, gateway, sending, clock.instant(), codec);
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(record.key())
                .withHeaders(record.headers())
                .build();
        CompletableFuture<Void> written = new CompletableFuture<>();
        emitter.send(Message.of(
                record.value(),
                Metadata.of(metadata),
                () -> {
                    written.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    written.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        return written;
    }
}
