package dev.parley.gateway.presence;

import dev.parley.contract.Headers;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.GatewayId;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends signals to all gateways, this one too. When Kafka does not keep up, signals are dropped. Any thread. */
@Singleton
public final class SignalPublisher implements Signals {
    private static final int WAITING_SIGNALS = 4_096;

    private final Emitter<byte[]> emitter;
    private final Codec codec;
    private final GatewayId gateway;

    SignalPublisher(
            @Channel("signals") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING_SIGNALS)
                    Emitter<byte[]> emitter,
            Codec codec,
            GatewayId gateway) {
        this.emitter = emitter;
        this.codec = codec;
        this.gateway = gateway;
    }

    @Override
    public void publish(Signal signal) {
        byte[] frame = codec.encode(new ServerFrame.Signalled(signal));
        if (signal instanceof Signal.Presence) {
            // In the order of this gateway's snapshots, or an older one would undo it.
            publish(SignalKind.PRESENCE, gateway.value(), frame);
        } else {
            publish(SignalKind.FRAME, signal.room().toString(), frame);
        }
    }

    /** @param key room id, or gateway id for what tells of the gateway */
    void publish(SignalKind kind, String key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(SignalKind.HEADER, Headers.value(kind.name()));
        headers.add(Headers.GATEWAY, Headers.value(gateway.value()));
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(Headers.value(key))
                .withHeaders(headers)
                .build();
        try {
            emitter.send(Message.of(value, Metadata.of(metadata)));
        } catch (IllegalStateException overflow) {
            // Best effort: a signal that does not fit is not worth waiting for.
        }
    }

    void publish(SignalKind kind) {
        publish(kind, gateway.value(), new byte[0]);
    }
}
