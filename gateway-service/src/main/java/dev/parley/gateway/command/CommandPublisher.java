package dev.parley.gateway.command;

import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayId;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes commands to Kafka, keyed by room: those of one connection to one room arrive in the order they were sent. */
@Singleton
final class CommandPublisher {
    /** Beside the producer's own records in flight; past it a command is refused at once. */
    private static final int WAITING_COMMANDS = 4_096;

    private final Emitter<byte[]> emitter;
    private final Codec codec;
    private final byte[] gateway;
    private final Clock clock;

    CommandPublisher(
            @Channel("commands") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING_COMMANDS)
                    Emitter<byte[]> emitter,
            Codec codec,
            GatewayId gateway,
            Clock clock) {
        this.emitter = emitter;
        this.codec = codec;
        this.gateway = Headers.value(gateway.value());
        this.clock = clock;
    }

    /**
     * @return completes when Kafka has it for good; fails if that is not known
     * @throws IllegalStateException if too much waits for Kafka already: nothing was taken
     */
    CompletionStage<Void> publish(Person by, Command command) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.USER, Headers.value(by.id()));
        headers.add(Headers.USER_NAME, Headers.value(by.name()));
        headers.add(Headers.GATEWAY, gateway);
        headers.add(Headers.RECEIVED_AT, Headers.value(clock.millis()));
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(Headers.value(key(by, command)))
                .withHeaders(headers)
                .build();
        CompletableFuture<Void> written = new CompletableFuture<>();
        emitter.send(Message.of(
                codec.encode(command),
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

    private static String key(Person by, Command command) {
        return switch (command) {
            case Command.InRoom inRoom -> inRoom.room().toString();
            case Command.CreateRoom create ->
                RoomIds.created(by.id(), create.id()).toString();
            case Command.OpenDirect open -> {
                List<String> people = new ArrayList<>(open.users());
                people.add(by.id());
                yield RoomIds.direct(people).toString();
            }
            case Command.SignIn _ -> by.id();
        };
    }
}
