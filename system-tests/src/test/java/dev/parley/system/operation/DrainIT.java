package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.BreakableSystem;
import dev.parley.system.environment.User;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is told to end owes nobody anything when it is gone, and holds nobody. */
class DrainIT {
    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final int DRAINING = 1012;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    /** A gateway with nothing to wait for is gone long before. */
    private static final long HELD_OUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Its own: a message-service that is frozen for seconds complains of it afterwards. */
    private final BreakableSystem system = new BreakableSystem("drain");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void end() {
        system.close();
    }

    @Test
    void commandsThatCameOverHttpAreAnsweredBeforeItEnds() {
        User alice = system.user("alice");
        ServiceProcess gateway = system.parley()
                .addGateway(Map.of("PARLEY_GATEWAY_ANSWER_TIMEOUT", "PT1M", "PARLEY_GATEWAY_DRAIN", "PT1M"));
        ParleyClient client =
                Handshake.with(gateway.webSocketUri()).bearer(alice.token()).open();
        UUID room = client.createRoom("drained", RoomKind.PRIVATE);
        ServiceProcess messages = system.parley().message();

        messages.suspend();
        CompletableFuture<HttpResponse<String>> before;
        CompletableFuture<HttpResponse<String>> during;
        HttpResponse<?> refusal;
        try {
            before = send(gateway, alice, Say.post(room, "sent before it was told to end"));
            Patience.until("it waits for an answer", Patience.USUAL, () -> waiting(gateway) == 1);
            Thread.ofVirtual().start(gateway::stop);
            assertThat(client.awaitClose()).isEqualTo(DRAINING);
            refusal =
                    Handshake.with(gateway.webSocketUri()).bearer(alice.token()).refusal();
            during = send(gateway, alice, Say.post(room, "sent while it drained"));
            Patience.until("it waits for two answers", Patience.USUAL, () -> during.isDone() || waiting(gateway) == 2);
            long from = System.nanoTime();
            Patience.until(
                    "it holds out, or is gone",
                    Patience.USUAL,
                    () -> !gateway.isAlive() || System.nanoTime() - from > HELD_OUT_NANOS);
        } finally {
            messages.resume();
        }

        assertThat(refusal.statusCode()).isEqualTo(UNAVAILABLE);
        assertThat(refusal.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        assertThat(Stream.of(before, during).map(CompletableFuture::join)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(OK);
            assertThat(answer.body()).contains("\"accepted\"");
            assertThat(answer.headers().allValues("Connection"))
                    .as("the next request goes to another gateway")
                    .isEqualTo(List.of("close"));
        });
        Patience.until("it is gone", Patience.USUAL, () -> !gateway.isAlive());
    }

    private static double waiting(ServiceProcess gateway) {
        return Scrape.of(gateway).value("parley_gateway_commands_waiting");
    }

    private CompletableFuture<HttpResponse<String>> send(ServiceProcess gateway, User by, Command command) {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/api/commands"))
                .header("Authorization", "Bearer " + by.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.encode(command)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }
}
