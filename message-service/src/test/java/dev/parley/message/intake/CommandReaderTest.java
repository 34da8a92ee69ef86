package dev.parley.message.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.message.intake.CommandReader.Received;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.sequencing.Submission.Origin;
import dev.parley.message.sequencing.Submission.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final UUID ROOM = UUID.fromString("11111111-1111-8111-8111-111111111111");

    private final Codec codec = new Codec(Limits.DEFAULT);
    private final CommandReader reader = new CommandReader(codec, Clock.fixed(NOW, ZoneOffset.UTC));

    private static ConsumerRecord<String, byte[]> record(String value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(Topics.COMMANDS, 3, 41, ROOM.toString(), value.getBytes(UTF_8));
        record.headers()
                .add(Headers.USER, Headers.value("mike"))
                .add(Headers.USER_NAME, Headers.value("Mike"))
                .add(Headers.GATEWAY, Headers.value("g"))
                .add(Headers.SENDING, Headers.value("c"))
                .add(Headers.RECEIVED_AT, Headers.value(1_000));
        return record;
    }

    @Test
    void a_record_says_who_asks_what_and_where_the_answer_goes() {
        Command command = new Command.Post("p", ROOM, "hello", null);
        Received received = reader.read(record(new String(codec.encode(command), UTF_8)), "log/3");
        assertThat(received).isInstanceOfSatisfying(Received.Usable.class, usable -> {
            assertThat(usable.submission().command()).isEqualTo(command);
            assertThat(usable.submission().by()).isEqualTo(new Person("mike", "Mike"));
            assertThat(usable.submission().position()).isEqualTo(new Position("log/3", 41));
            assertThat(usable.submission().origin()).isEqualTo(new Origin("g", "c", Instant.ofEpochMilli(1_000)));
        });
    }

    @Test
    void who_has_no_name_is_called_by_the_id_and_a_missing_time_is_now() {
        ConsumerRecord<String, byte[]> record = record("{\"type\":\"signIn\",\"id\":\"s\"}");
        record.headers().remove(Headers.USER_NAME).remove(Headers.RECEIVED_AT);
        assertThat(reader.read(record, "log/3")).isInstanceOfSatisfying(Received.Usable.class, usable -> {
            assertThat(usable.submission().by()).isEqualTo(new Person("mike", "mike"));
            assertThat(usable.submission().origin().receivedAt()).isEqualTo(NOW);
        });
    }

    @Test
    void a_record_without_a_user_is_nobodys() {
        ConsumerRecord<String, byte[]> record = record("{\"type\":\"signIn\",\"id\":\"s\"}");
        record.headers().remove(Headers.USER);
        assertThat(reader.read(record, "log/3")).isInstanceOf(Received.Unusable.class);
    }

    @Test
    void a_record_without_a_value_is_unusable() {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(Topics.COMMANDS, 3, 41, null, null);
        assertThat(reader.read(record, "log/3"))
                .isInstanceOfSatisfying(
                        Received.Unusable.class,
                        unusable -> assertThat(DeadLetters.of(record, unusable, new Publications(codec)))
                                .singleElement()
                                .satisfies(letter -> assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS)));
    }

    @Test
    void what_is_not_a_command_becomes_a_dead_letter_and_its_sender_is_told() {
        ConsumerRecord<String, byte[]> record = record("{\"type\":\"post\",\"id\":\"p\",\"room\":\"x\"}");
        assertThat(reader.read(record, "log/3")).isInstanceOfSatisfying(Received.Unusable.class, unusable -> {
            List<Publication> records = DeadLetters.of(record, unusable, new Publications(codec));
            assertThat(records).extracting(Publication::topic).containsExactly(Topics.DEAD_LETTERS, Topics.REPLIES);
            Publication letter = records.getFirst();
            assertThat(letter.key()).isEqualTo(ROOM.toString());
            assertThat(letter.value()).isEqualTo(record.value());
            assertThat(letter.headers()).containsKeys(Headers.USER, Headers.REASON);
            assertThat(new String(records.getLast().value(), UTF_8))
                    .contains(RejectionCode.INVALID.label())
                    .contains("\"p\"");
        });
    }

    @Test
    void what_is_not_even_json_becomes_a_dead_letter_only() {
        ConsumerRecord<String, byte[]> record = record("not json");
        assertThat(reader.read(record, "log/3"))
                .isInstanceOfSatisfying(
                        Received.Unusable.class,
                        unusable -> assertThat(DeadLetters.of(record, unusable, new Publications(codec)))
                                .hasSize(1));
    }
}
