package dev.parley.system.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.BreakableSystem;
import dev.parley.system.environment.User;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is away is seen in the metrics that alerts ask for, whatever else stands still with it. */
class OutageIT {
    /** As the alert ParleyAnswersMissing asks for. */
    private static final double ALARMING_SECONDS = 5;

    private static final int UNAVAILABLE = 503;

    private static final String OLDEST = "parley_gateway_oldest_command_seconds";
    private static final String WAITING = "parley_gateway_commands_waiting";
    private static final String COMMANDS = "parley_gateway_commands_total";
    private static final String LAG = "kafka_consumer_fetch_manager_records_lag";

    private static BreakableSystem system;

    private ParleyClient client;
    private UUID room;
    private double refusedBefore;

    @BeforeAll
    static void start() {
        system = new BreakableSystem("outage");
    }

    @AfterAll
    static void end() {
        system.close();
    }

    @BeforeEach
    void aConversation() {
        client = system.open(system.user("alice"));
        // Kafka came back a moment ago, and the gateway has to notice.
        Patience.until(
                "commands are taken",
                Patience.LONG,
                () -> client.answer(Say.createRoom("before", RoomKind.PRIVATE)) instanceof Answer.Accepted);
        room = client.createRoom("outage", RoomKind.PRIVATE);
        client.post(room, "all is well");
        refusedBefore = refused();
    }

    @AfterEach
    void everythingIsBack() {
        system.infrastructure().kafka().resume();
        system.infrastructure().servers().forEach(Server::start);
        system.parley().services().forEach(ServiceProcess::awaitReady);
        client.close();
    }

    @Test
    void withoutPostgresTheOldestCommandGetsOlder() {
        system.infrastructure().postgres().kill();
        List<Command> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(Say.post(room, "waiting " + i));
        }
        waiting.forEach(client::submit);

        Patience.until("all wait", Patience.USUAL, () -> scrape().value(WAITING) == waiting.size());
        Patience.until("the alert would speak", Patience.LONG, () -> oldest() > ALARMING_SECONDS);
        Scrape gateway = scrape();
        assertThat(gateway.value(WAITING)).isEqualTo(waiting.size());
        assertThat(refused()).isEqualTo(refusedBefore);
        System.out.printf(
                "without PostgreSQL: %d commands wait, the oldest for %.1f s; message-service says that %.0f wait in Kafka%n",
                waiting.size(),
                gateway.value(OLDEST),
                Scrape.of(system.parley().message()).sum(LAG));

        system.infrastructure().postgres().start();
        waiting.forEach(command -> assertThat(answer(command)).isInstanceOf(Answer.Accepted.class));
        assertThat(oldest()).isZero();
    }

    @Test
    void withoutKafkaCommandsAreCountedAsRefused() {
        User alice = system.user("alice");
        system.infrastructure().kafka().kill();

        Patience.until("a command is refused", Patience.LONG, () -> {
            // What is sent before the gateway has noticed waits, and a connection may have only some of it under way.
            try (ParleyClient prober = system.open(alice)) {
                prober.submit(Say.post(room, "anybody?"));
                prober.settle();
                return refused() > refusedBefore;
            }
        });
    }

    @Test
    void aGatewayThatHasNotReadTheBroadcastLetsClientsWaitAndThenServesThemFromItsRing() throws Exception {
        everyPartitionHasEvents();
        User alice = system.user("alice");
        String epoch = client.subscribe(room).epoch();
        long before = client.post(room, "before");
        long missed = client.post(room, "missed");
        ServiceProcess gateway = system.parley().gateway(0);
        gateway.stop();
        gateway.alsoWith(Map.of("PARLEY_GATEWAY_CONNECTION_LIMIT", "1"));
        try {
            system.infrastructure().kafka().suspend();

            gateway.launch();
            Patience.until("the gateway lives", Patience.LONG, gateway::isLive);
            HttpResponse<?> refusal = system.handshake().bearer(alice.token()).refusal();
            assertThat(refusal.statusCode()).isEqualTo(UNAVAILABLE);
            assertThat(refusal.headers().firstValueAsLong("Retry-After")).isPresent();
            Patience.until(
                    "it is counted",
                    Patience.USUAL,
                    () -> scrape().value("parley_gateway_handshakes_total", "result", "starting") == 1);
            CompletableFuture<ParleyClient> coming = CompletableFuture.supplyAsync(() -> comesIn(alice));
            Patience.until("it waits", Patience.USUAL, () -> waiting() == 1);
            // No more may wait than connections may be: this one is refused while the one before it still waits.
            HttpResponse<?> oneTooMany =
                    system.handshake().bearer(alice.token()).refusal();
            assertThat(oneTooMany.statusCode()).isEqualTo(UNAVAILABLE);
            assertThat(waiting()).isOne();

            system.infrastructure().kafka().resume();
            try (ParleyClient again = coming.join()) {
                again.subscribe(room, epoch, before);
                assertThat(again.eventsUpTo(room, missed)).hasSize(1);
            }
            assertThat(scrape().value("parley_gateway_resume_total", "result", "ring"))
                    .isOne();
            assertThat(scrape().value("parley_gateway_resume_total", "result", "history"))
                    .isZero();
        } finally {
            system.infrastructure().kafka().resume();
            gateway.stop();
            gateway.alsoWith(Map.of());
            gateway.start();
        }
    }

    /** As clients do: whoever has waited in vain comes again. Kafka may take its time to be itself after a standstill. */
    private static ParleyClient comesIn(User user) {
        AtomicReference<@Nullable ParleyClient> come = new AtomicReference<>();
        Patience.until("somebody comes in", Patience.LONG, () -> {
            try {
                come.set(system.open(user));
                return true;
            } catch (CompletionException refused) {
                return false;
            }
        });
        return requireNonNull(come.get());
    }

    /** As wherever more than a few people talk; some of Kafka's calls take no partitions for all of them. */
    private void everyPartitionHasEvents() throws Exception {
        try (Admin kafka = Admin.create(
                Map.of("bootstrap.servers", system.infrastructure().kafka().bootstrapServers()))) {
            TopicDescription events = requireNonNull(kafka.describeTopics(List.of(Topics.EVENTS))
                    .allTopicNames()
                    .get()
                    .get(Topics.EVENTS));
            Map<TopicPartition, OffsetSpec> ends = events.partitions().stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(Topics.EVENTS, partition.partition()),
                            _ -> OffsetSpec.latest()));
            Patience.until("every partition has events", Patience.LONG, () -> {
                client.createRoom("wherever it falls", RoomKind.PRIVATE);
                try {
                    return kafka.listOffsets(ends).all().get().values().stream().allMatch(end -> end.offset() > 0);
                } catch (InterruptedException | ExecutionException failed) {
                    throw new AssertionError(failed);
                }
            });
        }
    }

    private Answer answer(Command command) {
        return client.transcript()
                .await(
                        "an answer to " + command.id(),
                        Patience.LONG,
                        seen -> seen.answers(command.id()).stream().findFirst());
    }

    private static double oldest() {
        return scrape().value(OLDEST);
    }

    private static double refused() {
        return scrape().value(COMMANDS, "result", "refused");
    }

    private static double waiting() {
        return scrape().value("parley_gateway_handshakes_waiting");
    }

    private static Scrape scrape() {
        return Scrape.of(system.parley().gateway(0));
    }
}
