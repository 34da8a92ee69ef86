package dev.parley.message.intake;

import dev.parley.contract.Headers;
import dev.parley.contract.Topics;
import dev.parley.message.intake.CommandReader.Received;
import dev.parley.message.intake.CommandReader.ReplyTo;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records that could not be understood, as they came and with the reason. */
final class DeadLetters {
    private DeadLetters() {}

    static List<Publication> of(
            ConsumerRecord<String, byte[]> record, Received.Unusable unusable, Publications publications) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        headers.put(Headers.REASON, Headers.value(unusable.reason()));
        byte @Nullable [] value = record.value();
        List<Publication> all = new ArrayList<>();
        all.add(new Publication(
                Topics.DEAD_LETTERS,
                record.key() == null ? "" : record.key(),
                value == null ? new byte[0] : value,
                headers));
        ReplyTo reply = unusable.answer();
        if (reply != null) {
            publications.reply(reply.user(), reply.origin(), reply.answer()).ifPresent(all::add);
        }
        return all;
    }
}
