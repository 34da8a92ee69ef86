package dev.parley.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.local.service.Rehearsal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A crowd that comes back to a gateway again and again, with cursors a little behind, to a room that goes on: what a gateway
 * is asked for when another one was lost, just when it has no time to learn it.
 *
 * <p>They are all one person, in a private room that stays; so it is for a system whose data is thrown away.
 */
public final class ReturningCrowd implements Rehearsal {
    /** Enough for the JVM to compile all of it; some 25 s on two cores. */
    private static final int ROUNDS = 200;
    /** On a slow machine fewer rounds have to do. */
    private static final Duration BOUND = Duration.ofSeconds(100);
    /** Fewer than a user may have. */
    private static final int TOGETHER = 25;

    private static final int EVENTS_BEHIND = 5;
    private static final int MESSAGES = 50;
    private static final Duration STEP_BOUND = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    private final Supplier<String> token;

    /** @param token of the person, asked for once */
    public ReturningCrowd(Supplier<String> token) {
        this.token = token;
    }

    /** Fails with a {@link LocalFailure} if something is refused or takes too long. */
    @Override
    public void perform(URI gateway, URI history) {
        var desk = new Desk(gateway, token.get());
        var room = UUID.fromString(
                desk.answer(new Command.CreateRoom(newId(), "rehearsal", RoomKind.PRIVATE, null, List.of()))
                        .path("room")
                        .asText());
        var first = new Visit(room, null, null);
        try (first) {
            await(List.of(first), visit -> visit.come(desk));
        }
        var past = new History(history, () -> desk.token);
        var end = System.nanoTime() + BOUND.toNanos();
        var head = 0L;
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            var cursor = Math.max(0, head - EVENTS_BEHIND);
            var visits = Stream.generate(() -> new Visit(room, first.epoch, cursor))
                    .limit(TOGETHER)
                    .toList();
            try {
                await(visits, visit -> visit.come(desk));
                head = desk.answer(new Command.Post(newId(), room, "round " + round, null))
                        .path("sequence")
                        .asLong();
                var posted = head;
                await(visits, visit -> visit.hear(posted));
                past.latest(room, MESSAGES);
            } finally {
                visits.forEach(Visit::close);
            }
        }
    }

    private static void await(List<Visit> visits, Function<Visit, CompletableFuture<?>> step) {
        try {
            CompletableFuture.allOf(visits.stream().map(step).toArray(CompletableFuture[]::new))
                    .orTimeout(STEP_BOUND.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw new LocalFailure("a client of the rehearsal failed: " + failed.getCause(), failed);
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Where the person's commands go. */
    private record Desk(URI gateway, String token) {
        JsonNode answer(Command command) {
            var request = Http.request(gateway.resolve("/api/commands"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.encode(command)));
            try {
                var answer = Http.send(request);
                if (answer.statusCode() != OK) {
                    throw new LocalFailure("the gateway answered the rehearsal with " + answer.statusCode() + ": "
                            + answer.body().strip());
                }
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new LocalFailure("the gateway did not answer the rehearsal: " + e.getMessage(), e);
            }
        }
    }

    /** One connection: it subscribes, catches up if it has a cursor, hears what is said, and goes. */
    private static final class Visit implements GatewayConnection.Events, AutoCloseable {
        private final ClientFrame.Listening listening;
        private final CompletableFuture<Boolean> listens = new CompletableFuture<>();
        private final CompletableFuture<Boolean> heard = new CompletableFuture<>();
        private final AtomicReference<GatewayConnection> connection = new AtomicReference<>();
        private volatile @Nullable String epoch;
        private long last;
        private long awaited = Long.MAX_VALUE;

        Visit(UUID room, @Nullable String epoch, @Nullable Long after) {
            listening = new ClientFrame.Listening(room, epoch, after);
        }

        /** Until it has caught up. */
        CompletableFuture<Boolean> come(Desk desk) {
            return GatewayConnection.open(desk.gateway, desk.token, this).thenCompose(opened -> {
                connection.set(opened);
                opened.send(new ClientFrame.Subscribe(newId(), List.of(listening)));
                return listens;
            });
        }

        /** Until it was sent this event. */
        synchronized CompletableFuture<Boolean> hear(long sequence) {
            awaited = sequence;
            if (last >= awaited) {
                heard.complete(true);
            }
            return heard;
        }

        @Override
        public void close() {
            var open = connection.get();
            if (open != null) {
                open.close();
            }
        }

        @Override
        public synchronized void received(ServerFrame frame) {
            switch (frame) {
                case ServerFrame.Subscribed now -> {
                    epoch = now.epoch();
                    if (listening.after() == null) {
                        listens.complete(true);
                    }
                }
                case ServerFrame.CaughtUp _ -> listens.complete(true);
                case ServerFrame.Events events -> {
                    last = events.events().getLast().sequence();
                    if (last >= awaited) {
                        heard.complete(true);
                    }
                }
                case ServerFrame.Answered(Answer.Rejected refusal) -> fail(refusal.code() + " " + refusal.message());
                case ServerFrame.Failure(String message) -> fail(message);
                default -> {}
            }
        }

        @Override
        public void ended(int code, String reason) {
            fail("the connection ended with " + code + " " + reason);
        }

        private void fail(String reason) {
            var failure = new LocalFailure(reason);
            listens.completeExceptionally(failure);
            heard.completeExceptionally(failure);
        }
    }
}
