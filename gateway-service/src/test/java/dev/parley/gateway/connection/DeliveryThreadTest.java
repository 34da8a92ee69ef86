package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryThreadTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final DeliveryThread delivery = new DeliveryThread(new Lanes(new DeliveryTimes()), metrics);

    @AfterEach
    void stop() {
        delivery.stop();
    }

    @Test
    void a_task_that_fails_is_counted_and_the_next_one_runs() throws InterruptedException {
        delivery.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        delivery.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        awaitAll();
        assertThat(metrics.counter("parley.delivery.failures").count()).isEqualTo(2);
        assertThat(delivery.alive()).isTrue();
    }

    @Test
    void without_memory_it_goes_on_and_asks_to_be_replaced() throws InterruptedException {
        delivery.execute(() -> {
            throw new OutOfMemoryError("on purpose");
        });
        awaitAll();
        assertThat(delivery.alive()).isFalse();
    }

    private void awaitAll() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        delivery.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
