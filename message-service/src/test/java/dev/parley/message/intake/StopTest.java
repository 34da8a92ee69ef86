package dev.parley.message.intake;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.parley.message.batch.Pause;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.ChannelRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopTest {
    private final Stop stop = new Stop(noChannels());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void a_batch_that_comes_after_the_stop_never_begins_and_holds_no_thread() throws InterruptedException {
        stop.stopping(new ShutdownEvent());

        assertThatExceptionOfType(Pause.StoppedException.class).isThrownBy(stop::enter);
        assertThatExceptionOfType(Pause.StoppedException.class).isThrownBy(stop::enter);
    }

    @Test
    void the_batch_in_hand_is_finished_before_anything_closes() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        stop.enter();
        Future<?> stopped = threads.submit(() -> {
            stopping.countDown();
            stop.stopping(new ShutdownEvent());
            return null;
        });
        stopping.await();
        // The one in hand gives up when it waits for something, however long it wants to wait.
        assertThatExceptionOfType(Pause.StoppedException.class).isThrownBy(() -> stop.pause(Duration.ofDays(1)));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stopped.get(50, TimeUnit.MILLISECONDS));

        stop.exit();

        assertThatNoException().isThrownBy(() -> finished(stopped));
    }

    private static void finished(Future<?> task) throws ExecutionException, InterruptedException {
        task.get();
    }

    private static ChannelRegistry noChannels() {
        return (ChannelRegistry) Proxy.newProxyInstance(
                StopTest.class.getClassLoader(), new Class<?>[] {ChannelRegistry.class}, (_, _, _) -> null);
    }
}
