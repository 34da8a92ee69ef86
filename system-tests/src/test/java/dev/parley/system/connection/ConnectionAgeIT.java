package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where connections have an age, they come back now and then, and not all at once. */
class ConnectionAgeIT {
    private static final Duration AGE = Duration.ofSeconds(10);
    /** A fifth before the age and a fifth after it: so far apart that no standstill lets them all seem to end at once. */
    private static final Duration YOUNGEST = Duration.ofSeconds(8);

    private static final Duration APART = Duration.ofMillis(500);
    private static final int CONNECTIONS = 20;
    private static final int DRAINING = 1012;

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void thoseWhoCameTogetherAreSentElsewhereOneAfterTheOther() {
        ServiceProcess gateway = chat.system()
                .ownGateway(
                        Map.of("PARLEY_GATEWAY_CONNECTION_AGE", AGE.toString(), "PARLEY_GATEWAY_HEARTBEAT", "PT1S"));
        Handshake handshake =
                Handshake.with(gateway.webSocketUri()).bearer(chat.alice().token());
        List<CompletableFuture<Long>> ages = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long from = System.nanoTime();
            ParleyClient client = chat.open(handshake);
            ages.add(CompletableFuture.supplyAsync(
                    () -> {
                        assertThat(client.awaitClose(Patience.LONG)).isEqualTo(DRAINING);
                        return System.nanoTime() - from;
                    },
                    task -> Thread.ofVirtual().start(task)));
        }

        LongSummaryStatistics nanos =
                ages.stream().mapToLong(CompletableFuture::join).summaryStatistics();
        assertThat(Duration.ofNanos(nanos.getMin())).isGreaterThanOrEqualTo(YOUNGEST);
        assertThat(Duration.ofNanos(nanos.getMax() - nanos.getMin())).isGreaterThan(APART);
    }
}
