package dev.parley.system.degraded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Requests;
import dev.parley.system.client.Say;
import dev.parley.system.environment.BreakableSystem;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL, Kafka or Keycloak is killed under a conversation, and comes back. */
class DegradedIT {
    private static final int UP = 200;
    private static final int DOWN = 503;
    /** More than would fit into what may wait for Kafka. */
    private static final int MANY = 6_000;

    private static final String LONG_TEXT = "x".repeat(7_000);
    private static final Duration AT_ONCE = Duration.ofSeconds(30);
    /** More than history-service has connections. */
    private static final int READS = 40;

    private static final int HISTORY_CONNECTIONS = 20;
    /** Longer than the services wait for a silent PostgreSQL; TCP alone would wait for a quarter of an hour. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(120);

    private static BreakableSystem system;

    private User alice;
    private ParleyClient client;
    private UUID room;

    @BeforeAll
    static void start() {
        system = new BreakableSystem("degraded");
    }

    @AfterAll
    static void end() {
        system.close();
    }

    @BeforeEach
    void aConversation() {
        alice = system.user("alice");
        client = system.open(alice);
        room = client.createRoom("degraded", RoomKind.PRIVATE);
        client.subscribe(room);
        client.post(room, "all is well");
    }

    @AfterEach
    void everythingIsBack() {
        system.infrastructure().servers().forEach(Server::start);
        system.parley().services().forEach(ServiceProcess::awaitReady);
        client.close();
        assertThat(client.transcript().violations()).isEmpty();
    }

    @Test
    void without_kafka_commands_are_refused_at_once_and_who_is_connected_stays() {
        system.infrastructure().kafka().kill();
        eventually("a command is refused", this::isRefused);

        long from = System.nanoTime();
        List<Command> refused = IntStream.range(0, MANY)
                .<Command>mapToObj(i -> Say.post(room, LONG_TEXT + i))
                .toList();
        refused.forEach(client::submit);
        Answer last = client.awaitAnswer(refused.getLast().id());

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(AT_ONCE);
        assertThat(last)
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(RejectionCode.UNAVAILABLE));
        assertThat(refused)
                .as("each has its one answer, and nothing waits")
                .allSatisfy(command ->
                        assertThat(client.transcript().answers(command.id())).hasSize(1));
        client.settle();
        assertThat(client.isOpen()).isTrue();
        expectHealth(system.parley().gateway(0), "live", UP);
        expectHealth(system.parley().gateway(0), "ready", UP);
        expectHealth(system.parley().message(), "live", UP);
        expectUnready(system.parley().message(), "kafka");

        system.infrastructure().kafka().start();
        eventually(
                "commands are accepted again", () -> client.answer(Say.post(room, "back")) instanceof Answer.Accepted);
        assertThat(client.isOpen()).isTrue();
    }

    /** What is sent before the gateway has noticed waits and, if that takes too long, costs its connection: one of its own. */
    private boolean isRefused() {
        Command probe = Say.post(room, "anybody?");
        try (ParleyClient prober = system.open(alice)) {
            prober.submit(probe);
            prober.settle();
            return !prober.transcript().answers(probe.id()).isEmpty();
        }
    }

    @Test
    void without_postgres_commands_wait_and_are_answered_in_order_when_it_is_back() {
        system.infrastructure().postgres().kill();
        List<Command> waiting = IntStream.range(0, 20)
                .<Command>mapToObj(i -> Say.post(room, "waiting " + i))
                .toList();
        waiting.forEach(client::submit);

        expectUnready(system.parley().message(), "database");
        expectUnready(system.parley().history(), "database");
        expectHealth(system.parley().message(), "live", UP);
        expectHealth(system.parley().history(), "live", UP);
        expectHealth(system.parley().gateway(0), "live", UP);
        client.settle();
        assertThat(waiting)
                .as("no false answer")
                .allSatisfy(command ->
                        assertThat(client.transcript().answers(command.id())).isEmpty());

        system.infrastructure().postgres().start();
        List<Long> sequences = waiting.stream()
                .map(command -> ParleyClient.sequenceOf(accepted(command)))
                .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        assertThat(client.eventsUpTo(room, sequences.getLast()))
                .extracting(Event::sequence)
                .containsAll(sequences);
    }

    @Test
    void a_postgres_that_falls_silent_is_given_up_for_the_one_in_its_place() throws SQLException {
        Requests history = new Requests(system.parley().history().uri());
        AtomicBoolean dark = new AtomicBoolean();
        try (Connection operator = database();
                Connection observer = database();
                Statement lock = operator.createStatement()) {
            operator.setAutoCommit(false);
            lock.execute("lock table member in access exclusive mode");
            // All of history-service's connections wait for an answer when the lights go out.
            IntStream.range(0, READS)
                    .forEach(_ -> Thread.ofVirtual().start(() -> {
                        // Again and again: a read gives up after some seconds, and they are to wait all at once.
                        while (!dark.get()) {
                            history.as(alice.token()).get("/api/rooms");
                        }
                    }));
            Patience.until("reads wait", Patience.USUAL, () -> waitingForLock(observer) >= HISTORY_CONNECTIONS);
            system.toPostgres().silence();
            operator.rollback();
        } finally {
            dark.set(true);
        }
        Command waiting = Say.post(room, "the lights went out");
        client.submit(waiting);

        Patience.until(
                "the post is answered",
                UNTIL_GIVEN_UP,
                () -> !client.transcript().answers(waiting.id()).isEmpty());
        Patience.until(
                "rooms are read",
                UNTIL_GIVEN_UP,
                () -> history.as(alice.token()).get("/api/rooms").statusCode() == UP);
        assertThat(client.eventsUpTo(room, ParleyClient.sequenceOf(accepted(waiting))))
                .isNotEmpty();
        expectHealth(system.parley().message(), "live", UP);
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                system.infrastructure().postgres().jdbcUrl(),
                "parley",
                system.infrastructure().credentials().databasePassword());
    }

    /** Connections whose statement waits for the lock: history-service's, as nobody writes. */
    private static int waitingForLock(Connection observer) {
        try (Statement ask = observer.createStatement();
                ResultSet count = ask.executeQuery(
                        "select count(*) from pg_locks where relation = 'member'::regclass and not granted")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private Answer.Accepted accepted(Command command) {
        return client.transcript()
                .await(
                        "accepted " + command.id(),
                        Patience.LONG,
                        seen -> seen.answers(command.id()).stream()
                                .filter(Answer.Accepted.class::isInstance)
                                .map(Answer.Accepted.class::cast)
                                .findFirst());
    }

    @Test
    void without_keycloak_who_has_a_token_stays_and_comes_back() {
        String token = alice.token();
        system.infrastructure().keycloak().kill();

        client.post(room, "nobody asks Keycloak for each message");
        try (ParleyClient again = system.handshake().bearer(token).open()) {
            again.settle();
        }
        expectHealth(system.parley().gateway(0), "ready", UP);
    }

    @Test
    void without_keycloak_a_token_of_a_new_key_is_not_called_wrong() {
        system.rotateKeys();
        String token = alice.token();
        system.infrastructure().keycloak().kill();

        eventually(
                "history-service says that it cannot check the token",
                () -> unavailable(
                        new Requests(system.parley().history().uri()).as(token).get("/api/rooms")));
        eventually(
                "the gateway says that it cannot check the token",
                () -> unavailable(
                        new Requests(system.parley().gateway(0).uri()).command(token, Say.post(room, "hello"))));
    }

    /** Asked again within ten seconds, a service does not ask the provider again, and says 401. */
    private static boolean unavailable(Response response) {
        return response.statusCode() == DOWN && "unavailable".equals(response.path("code"));
    }

    @Test
    void keys_rotate_without_a_restart_again_and_again() {
        for (int rotation = 0; rotation < 2; rotation++) {
            system.rotateKeys();
            String token = alice.token();
            eventually("the new key is known to the gateway", () -> opens(token));
            Requests history = new Requests(system.parley().history().uri());
            eventually(
                    "the new key is known to history-service",
                    () -> history.as(token).get("/api/rooms").statusCode() == UP);
        }
        client.post(room, "still here");
    }

    private static boolean opens(String token) {
        try (ParleyClient opened = system.handshake().bearer(token).open()) {
            return opened.isOpen();
        } catch (CompletionException refused) {
            return false;
        }
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Patience.until(what, Patience.LONG, condition);
    }

    private static void expectHealth(ServiceProcess service, String kind, int status) {
        assertThat(new Requests(service.managementUri())
                        .anonymous()
                        .get("/q/health/" + kind)
                        .statusCode())
                .as("%s %s", service.name(), kind)
                .isEqualTo(status);
    }

    private static void expectUnready(ServiceProcess service, String check) {
        eventually(service.name() + " says that it is not ready because of " + check, () -> {
            var answer = new Requests(service.managementUri()).anonymous().get("/q/health/ready");
            return answer.statusCode() == DOWN
                    && "DOWN".equals(answer.path("checks.find { it.name == '%s' }.status".formatted(check)));
        });
    }
}
