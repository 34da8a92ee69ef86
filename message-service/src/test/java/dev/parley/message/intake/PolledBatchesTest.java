package dev.parley.message.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class PolledBatchesTest {
    private static final String TOPIC = "parley.commands";

    @Test
    void what_several_polls_brought_is_one_batch_with_each_partition_in_its_order() {
        ConsumerRecords<String, byte[]> merged = PolledBatches.merged(List.of(
                poll(Map.of(0, List.of(4L, 5L))), poll(Map.of(1, List.of(9L))), poll(Map.of(0, List.of(6L, 8L)))));

        assertThat(merged.count()).isEqualTo(5);
        assertThat(offsets(merged, 0)).containsExactly(4L, 5L, 6L, 8L);
        assertThat(offsets(merged, 1)).containsExactly(9L);
    }

    @Test
    void a_poll_goes_on_where_the_others_ended_even_with_gaps() {
        assertThat(PolledBatches.goesOn(List.of(), poll(Map.of(0, List.of(4L)))))
                .isTrue();
        assertThat(PolledBatches.goesOn(
                        List.of(poll(Map.of(0, List.of(4L, 5L))), poll(Map.of(1, List.of(1L)))),
                        poll(Map.of(0, List.of(7L), 2, List.of(0L)))))
                .isTrue();
    }

    @Test
    void a_poll_that_brings_a_record_again_or_an_earlier_one_does_not_go_on() {
        List<ConsumerRecords<String, byte[]>> before =
                List.of(poll(Map.of(0, List.of(4L, 5L))), poll(Map.of(1, List.of(1L))));

        assertThat(PolledBatches.goesOn(before, poll(Map.of(0, List.of(5L, 6L)))))
                .isFalse();
        assertThat(PolledBatches.goesOn(before, poll(Map.of(1, List.of(0L))))).isFalse();
        assertThat(PolledBatches.goesOn(before, poll(Map.of(0, List.of(6L), 1, List.of(1L)))))
                .isFalse();
    }

    @Test
    void a_log_that_can_be_read_no_more_asks_for_a_new_process() {
        IntakeWatch watch = new IntakeWatch(new SimpleMeterRegistry(), Clock.systemUTC());
        Vertx vertx = Vertx.vertx();
        try {
            new PolledBatches(_ -> {}, watch, vertx).onError(new IllegalStateException("not allowed to read"));
        } finally {
            vertx.close();
        }

        assertThat(watch.ended())
                .hasValueSatisfying(reason -> assertThat(reason).contains("not allowed to read"));
        assertThat(new IntakeLiveness(watch).call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    private static List<Long> offsets(ConsumerRecords<String, byte[]> records, int partition) {
        return records.records(new TopicPartition(TOPIC, partition)).stream()
                .map(ConsumerRecord::offset)
                .toList();
    }

    private static ConsumerRecords<String, byte[]> poll(Map<Integer, List<Long>> offsets) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new LinkedHashMap<>();
        offsets.forEach((partition, at) -> {
            List<ConsumerRecord<String, byte[]>> those = new ArrayList<>();
            at.forEach(offset -> those.add(
                    new ConsumerRecord<>(TOPIC, partition, offset, "room", "{}".getBytes(StandardCharsets.UTF_8))));
            records.put(new TopicPartition(TOPIC, partition), those);
        });
        return new ConsumerRecords<>(records, Map.of());
    }
}
