package dev.parley.gateway.past;

import dev.parley.gateway.HistoryConfig;
import dev.parley.gateway.connection.DeliveryThread;
import dev.parley.gateway.delivery.Past;
import dev.parley.gateway.delivery.Standing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** {@link Past} over HTTP. A question is asked again until it is answered or its time is over. */
@Singleton
public final class HistoryClient implements Past {
    private static final Logger LOG = Logger.getLogger(HistoryClient.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 8;
    /** Two connections stay for who may listen and to what: of each, one request is under way. */
    private static final int PAGES_AT_ONCE = CONNECTIONS - 2;

    private static final int STANDINGS_PER_REQUEST = 5_000;
    /** Users; each may have thousands of rooms. */
    private static final int MEMBERSHIPS_PER_REQUEST = 500;

    private static final int OK = 200;

    private final Vertx vertx;
    private final DeliveryThread delivery;
    private final HistoryConfig config;
    private final WebClient client;
    private final Turns pages = new Turns(PAGES_AT_ONCE);
    private final Coalescer<Question, Standing> standings;
    private final Coalescer<String, List<Standing.Seen>> memberships;

    /** How one user stands to one room. */
    record Question(String user, UUID room) {}

    HistoryClient(Vertx vertx, DeliveryThread delivery, HistoryConfig config) {
        this.vertx = vertx;
        this.delivery = delivery;
        this.config = config;
        this.client = WebClient.create(vertx, new WebClientOptions().setMaxPoolSize(CONNECTIONS));
        this.standings = new Coalescer<>(
                STANDINGS_PER_REQUEST,
                questions -> post("/internal/standings", HistoryJson.pairs(questions))
                        .map(body -> HistoryJson.standings(body)));
        this.memberships = new Coalescer<>(
                MEMBERSHIPS_PER_REQUEST,
                users -> post("/internal/memberships", HistoryJson.users(users))
                        .map(body -> HistoryJson.memberships(body, users)));
    }

    @Override
    public void standings(String user, List<UUID> rooms, Consumer<Reply<List<Standing>>> then) {
        List<Question> questions =
                rooms.stream().map(room -> new Question(user, room)).toList();
        standings.ask(questions, reply -> answer(reply, then));
    }

    @Override
    public void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then) {
        memberships.ask(
                List.of(user),
                reply -> answer(
                        switch (reply) {
                            case Reply.Known<List<List<Standing.Seen>>>(List<List<Standing.Seen>> found) ->
                                new Reply.Known<>(found.getFirst());
                            case Reply.Unreachable<List<List<Standing.Seen>>> _ -> new Reply.Unreachable<>();
                        },
                        then));
    }

    @Override
    public void events(UUID room, long after, int limit, Consumer<Reply<Page>> then) {
        String path = "/internal/events?room=" + room + "&after=" + after + "&limit=" + limit;
        patiently(() -> pages.of(() -> page(path)))
                .onComplete(result -> answer(
                        result.succeeded() ? new Reply.Known<>(result.result()) : new Reply.Unreachable<>(), then));
    }

    private Future<Page> page(String path) {
        return client.getAbs(config.url() + path)
                .timeout(ATTEMPT.toMillis())
                .bearerTokenAuthentication(config.credential())
                .send()
                .map(HistoryClient::ok)
                .map(response -> HistoryLines.page(response.getHeader("Parley-Epoch"), response.body()));
    }

    @Override
    public void after(Duration delay, Runnable then) {
        vertx.setTimer(delay.toMillis(), _ -> delivery.execute(then));
    }

    private <T> void answer(Reply<T> reply, Consumer<Reply<T>> then) {
        delivery.execute(() -> then.accept(reply));
    }

    private Future<Buffer> post(String path, Buffer body) {
        return patiently(() -> client.postAbs(config.url() + path)
                .timeout(ATTEMPT.toMillis())
                .bearerTokenAuthentication(config.credential())
                .putHeader("Content-Type", "application/json")
                .sendBuffer(body)
                .map(HistoryClient::ok)
                .map(HttpResponse::body));
    }

    private static HttpResponse<Buffer> ok(HttpResponse<Buffer> response) {
        if (response.statusCode() != OK) {
            throw new IllegalStateException("history-service answered " + response.statusCode());
        }
        return response;
    }

    private <T> Future<T> patiently(Supplier<Future<T>> attempt) {
        long deadline = System.nanoTime() + config.timeout().toNanos();
        return attempt.get().recover(retry(attempt, FIRST_RETRY, deadline));
    }

    private <T> Function<Throwable, Future<T>> retry(Supplier<Future<T>> attempt, Duration delay, long deadline) {
        return failure -> {
            if (System.nanoTime() + delay.toNanos() > deadline) {
                LOG.warnf("history-service does not answer reason=%s", failure.getMessage());
                return Future.failedFuture(failure);
            }
            Duration next = delay.multipliedBy(2);
            return vertx.timer(delay.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(_ -> attempt.get())
                    .recover(retry(attempt, next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next, deadline));
        };
    }
}
