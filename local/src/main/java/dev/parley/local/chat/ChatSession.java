package dev.parley.local.chat;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Cursor;
import dev.parley.contract.Event;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.local.LocalFailure;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with Parley that outlives its connections. When one breaks, the next gateway is tried after a pause, every
 * command without an answer is sent again with its id (which takes effect once, however often it is sent), and the room goes
 * on after the last event that was seen.
 *
 * <p>All state belongs to one thread; whatever comes from outside is handed to it.
 */
final class ChatSession implements AutoCloseable {
    private static final Duration SILENCE_MARGIN = Duration.ofSeconds(10);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(60);
    private static final Duration SHORTEST_RENEWAL = Duration.ofSeconds(5);

    /** What the session tells people. */
    interface Reader {
        void event(Event event);

        void notice(String line);
    }

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chat").factory());
    private final List<URI> gateways;
    private final Supplier<String> token;
    private final Reader reader;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private @Nullable GatewayConnection connection;
    private @Nullable Cursor cursor;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> renewal;
    private Duration heartbeat = Duration.ofSeconds(25);
    private int attempts;
    private boolean closed;

    private record Pending(Command command, CompletableFuture<Answer> answer) {}

    ChatSession(List<URI> gateways, Supplier<String> token, Reader reader) {
        this.gateways = List.copyOf(gateways);
        this.token = token;
        this.reader = reader;
    }

    void start() {
        loop.execute(this::connect);
    }

    /** The one answer of the command, even if connections break meanwhile. */
    CompletableFuture<Answer> submit(Command command) {
        var answer = new CompletableFuture<Answer>();
        onLoop(() -> {
            if (closed) {
                answer.completeExceptionally(new LocalFailure("the conversation is over"));
                return;
            }
            pending.put(command.id(), new Pending(command, answer));
            send(new ClientFrame.Submit(command));
        });
        return answer;
    }

    /** Follows the room from after this sequence. */
    void listen(UUID room, long after) {
        onLoop(() -> {
            cursor = new Cursor(room, "", after);
            subscribe();
        });
    }

    @Override
    public void close() {
        var done = new CompletableFuture<Void>();
        onLoop(() -> {
            closed = true;
            if (connection != null) {
                connection.close();
            }
            done.complete(null);
        });
        done.completeOnTimeout(null, 3, TimeUnit.SECONDS).join();
        loop.shutdownNow();
    }

    private void onLoop(Runnable action) {
        if (!loop.isShutdown()) {
            loop.execute(action);
        }
    }

    // --- Connecting
    // ----------------------------------------------------------------------------------------------------

    private void connect() {
        if (closed) {
            return;
        }
        var gateway = gateways.get(attempts++ % gateways.size());
        try {
            var events = new Inbound();
            GatewayConnection.open(gateway, token.get(), events)
                    .whenComplete((opened, refusal) -> onLoop(() -> {
                        if (opened == null) {
                            refused(gateway, refusal);
                        } else {
                            opened(opened, events);
                        }
                    }));
        } catch (LocalFailure noToken) {
            again("no token: " + noToken.getMessage());
        }
    }

    /** Frames of a connection that was given up must not reach the state of its successor. */
    private final class Inbound implements GatewayConnection.Events {
        private @Nullable GatewayConnection connection;
        private boolean over;

        @Override
        public void received(ServerFrame frame) {
            onLoop(() -> {
                // The first frame may come before we hear that the connection is open: then both are null still.
                if (connection == ChatSession.this.connection) {
                    handle(frame);
                }
            });
        }

        @Override
        public void ended(int code, String reason) {
            onLoop(() -> {
                over = true;
                if (connection != null && connection == ChatSession.this.connection) {
                    lost(code, reason);
                }
            });
        }
    }

    private void opened(GatewayConnection opened, Inbound inbound) {
        if (closed) {
            opened.close();
            return;
        }
        if (inbound.over) {
            again("connection lost");
            return;
        }
        inbound.connection = opened;
        connection = opened;
        watchSilence();
        for (var waiting : List.copyOf(pending.values())) {
            send(new ClientFrame.Submit(waiting.command()));
        }
        subscribe();
    }

    private void refused(URI gateway, Throwable refusal) {
        var cause = refusal instanceof CompletionException && refusal.getCause() != null ? refusal.getCause() : refusal;
        if (cause instanceof WebSocketHandshakeException handshake
                && handshake.getResponse().statusCode() == 403) {
            giveUp(gateway + " refused the connection (403)");
            return;
        }
        again(gateway + " can't be reached");
    }

    private void lost(int code, String reason) {
        connection = null;
        if (closed) {
            return;
        }
        if (!CloseCode.comeBack(code)) {
            giveUp("the gateway ended the connection: " + code + " " + reason);
            return;
        }
        again("connection lost (" + code + ")");
    }

    private void again(String why) {
        var pause = backoff.next();
        reader.notice("%s; again in %.1f s".formatted(why, pause.toMillis() / 1000.0));
        loop.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(String why) {
        closed = true;
        reader.notice(why);
        pending.values().forEach(waiting -> waiting.answer().completeExceptionally(new LocalFailure(why)));
        pending.clear();
    }

    // --- Frames
    // --------------------------------------------------------------------------------------------------------

    private void handle(ServerFrame frame) {
        watchSilence();
        switch (frame) {
            case ServerFrame.Welcome welcome -> {
                backoff.reset();
                heartbeat = Duration.ofSeconds(welcome.heartbeatSeconds());
                renewTokenBefore(welcome.expires());
            }
            case ServerFrame.Answered(var answer) -> answered(answer);
            case ServerFrame.Subscribed subscribed -> subscribed(subscribed);
            case ServerFrame.Events events -> events(events);
            case ServerFrame.Reset reset -> {
                reader.notice("some events were missed (" + reset.reason().label() + ")");
                cursor = new Cursor(reset.room(), reset.epoch(), reset.sequence());
            }
            case ServerFrame.Ping _ -> send(new ClientFrame.Pong());
            case ServerFrame.Failure failure -> reader.notice("the gateway did not understand: " + failure.message());
            case ServerFrame.CaughtUp _, ServerFrame.Signalled _, ServerFrame.Pong _ -> {}
        }
    }

    private void answered(Answer answer) {
        if (answer instanceof Answer.Accepted accepted && accepted.expires() != null) {
            renewTokenBefore(accepted.expires());
        }
        var waiting = pending.remove(answer.id());
        if (waiting != null) {
            waiting.answer().complete(answer);
        } else if (answer instanceof Answer.Rejected rejected) {
            reader.notice("rejected: " + rejected.message());
        }
    }

    private void subscribed(ServerFrame.Subscribed subscribed) {
        var known = cursor;
        if (known != null && known.epoch().isEmpty()) {
            cursor = new Cursor(known.room(), subscribed.epoch(), known.sequence());
        }
    }

    private void events(ServerFrame.Events frame) {
        for (var event : frame.events()) {
            var known = cursor;
            if (known != null && known.room().equals(frame.room()) && event.sequence() > known.sequence()) {
                cursor = new Cursor(frame.room(), frame.epoch(), event.sequence());
                reader.event(event);
            }
        }
    }

    private void subscribe() {
        var known = cursor;
        if (known != null) {
            var epoch = known.epoch().isEmpty() ? null : known.epoch();
            send(new ClientFrame.Subscribe(
                    newId(), List.of(new ClientFrame.Listening(known.room(), epoch, known.sequence()))));
        }
    }

    private void send(ClientFrame frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    // --- Time
    // ----------------------------------------------------------------------------------------------------------

    /** A peer that says nothing for longer than its heartbeat is gone, whatever TCP believes. */
    private void watchSilence() {
        silence = reschedule(silence, heartbeat.plus(SILENCE_MARGIN), () -> {
            var silent = connection;
            if (silent != null) {
                silent.abort();
                lost(GatewayConnection.BROKEN, "silent");
            }
        });
    }

    private void renewTokenBefore(Instant expires) {
        var left = Duration.between(Instant.now(), expires);
        var early = left.compareTo(TOKEN_MARGIN.multipliedBy(2)) > 0 ? left.minus(TOKEN_MARGIN) : left.dividedBy(2);
        renewal = reschedule(renewal, early.compareTo(SHORTEST_RENEWAL) < 0 ? SHORTEST_RENEWAL : early, this::renew);
    }

    private void renew() {
        try {
            send(new ClientFrame.Authenticate(newId(), token.get()));
        } catch (LocalFailure notNow) {
            renewal = reschedule(renewal, SHORTEST_RENEWAL, this::renew);
        }
    }

    private ScheduledFuture<?> reschedule(@Nullable ScheduledFuture<?> before, Duration delay, Runnable action) {
        if (before != null) {
            before.cancel(false);
        }
        return loop.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
