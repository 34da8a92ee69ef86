package dev.parley.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.Loop;
import dev.parley.bench.target.EchoDialect;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Jvm;
import dev.parley.local.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SayingTest {
    private static final Duration STALL = Duration.ofSeconds(2);

    @TempDir
    Path folder = Path.of("");

    private final int port = Ports.anyFree();
    private final Loop loop = new Loop();
    private @Nullable ChildProcess server;

    @BeforeEach
    void startServer() {
        ChildProcess started = ChildProcess.start(new ChildCommand(
                "echo",
                List.of(
                        Jvm.program(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoServer.class.getName(),
                        Integer.toString(port)),
                Map.of(),
                folder,
                folder.resolve("echo.log"),
                "TERM",
                Duration.ofSeconds(5)));
        server = started;
        Await.ready(started, Duration.ofSeconds(60), () -> Ports.answers(port));
    }

    @AfterEach
    void end() {
        loop.close();
        server().kill();
    }

    private ChildProcess server() {
        return Objects.requireNonNull(server, "each test has a server");
    }

    private Crowd crowd() {
        EchoDialect dialect = new EchoDialect();
        Crowd crowd = new Crowd(loop, "echo", dialect.address("127.0.0.1", port), dialect);
        crowd.grow(1);
        return crowd;
    }

    @Test
    void every_message_that_is_said_is_heard_and_counted() {
        Saying.Heard heard = new Saying(loop, crowd(), 64, 0).during(Duration.ofMillis(300), new Pace.PerSecond(100));

        assertThat(heard.messages()).isEqualTo(30);
        assertThat(heard.deliveries()).isEqualTo(30);
        assertThat(heard.latencies().getTotalCount()).isEqualTo(30);
    }

    @Test
    void what_should_have_been_said_while_the_server_stood_still_counts_as_late() {
        Crowd crowd = crowd();
        Saying before = new Saying(loop, crowd, 64, 0);
        before.during(Duration.ofMillis(200), new Pace.PerSecond(100));
        Stalled stalled = new Stalled(crowd);

        Saying.Heard heard = new Saying(loop, stalled, 64, before.nextNumber())
                .during(Duration.ofSeconds(4), new Pace.PerSecond(100));

        stalled.end();
        // Half of what was to be said fell into the stall. Counting from when it was sent, in a closed loop, one would.
        assertThat(heard.millisAt(99)).isGreaterThan(0.8 * STALL.toMillis());
        assertThat(heard.millisAt(75)).isGreaterThan(0.2 * STALL.toMillis());
    }

    /** With the first word the server begins to stand still, however long it took to come to it. */
    private final class Stalled implements Talk {
        private final Talk talk;
        private @Nullable CompletableFuture<Void> over;

        Stalled(Talk talk) {
            this.talk = talk;
        }

        @Override
        public int say(int number, int bytes) {
            if (over == null) {
                server().suspend();
                over = CompletableFuture.runAsync(
                        () -> server().resume(),
                        CompletableFuture.delayedExecutor(STALL.toMillis(), TimeUnit.MILLISECONDS));
            }
            return talk.say(number, bytes);
        }

        @Override
        public void onDelivery(IntConsumer delivered) {
            talk.onDelivery(delivered);
        }

        @Override
        public long frames() {
            return talk.frames();
        }

        void end() {
            Objects.requireNonNull(over, "something was said").join();
        }
    }
}
