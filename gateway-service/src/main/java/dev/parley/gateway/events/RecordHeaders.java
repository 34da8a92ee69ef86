package dev.parley.gateway.events;

import dev.parley.contract.Headers;
import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.presence.SignalKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The headers of one record, read in one pass. */
final class RecordHeaders {
    @Nullable
    String user;

    @Nullable
    String gateway;

    @Nullable
    String command;

    /** Which sending of the command a reply is about. */
    @Nullable
    String sending;

    @Nullable
    String type;

    @Nullable
    String epoch;

    @Nullable
    String affected;

    @Nullable
    String kind;

    @Nullable
    String trace;

    long sequence = -1;
    long receivedAtMillis = LoggedEvent.UNTIMED;

    static RecordHeaders of(ConsumerRecord<byte[], byte[]> record) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            headers.take(header.key(), Headers.text(header.value()));
        }
        return headers;
    }

    private void take(String name, String value) {
        switch (name) {
            case Headers.USER -> user = value;
            case Headers.GATEWAY -> gateway = value;
            case Headers.SENDING -> sending = value;
            case Headers.COMMAND -> command = value;
            case Headers.TYPE -> type = value;
            case Headers.EPOCH -> epoch = value;
            case Headers.AFFECTED -> affected = value;
            case Headers.SEQUENCE -> sequence = Long.parseLong(value);
            case Headers.RECEIVED_AT -> receivedAtMillis = Long.parseLong(value);
            case SignalKind.HEADER -> kind = value;
            case Headers.TRACE -> trace = value;
            default -> {}
        }
    }
}
