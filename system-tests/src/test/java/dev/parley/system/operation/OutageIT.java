package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.RoomKind;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.BreakableSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is away is seen in the metrics that alerts ask for, whatever else stands still with it. */
class OutageIT {
    /** As the alert ParleyAnswersMissing asks for. */
    private static final double ALARMING_SECONDS = 5;

    private static final String OLDEST = "parley_gateway_oldest_command_seconds";
    private static final String COMMANDS = "parley_gateway_commands_total";
    private static final String LAG = "kafka_consumer_fetch_manager_records_lag";

    private static BreakableSystem system;

    private ParleyClient client;
    private UUID room;

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
        room = client.createRoom("outage", RoomKind.PRIVATE);
        client.post(room, "all is well");
    }

    @AfterEach
    void everythingIsBack() {
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

        Patience.until("the alert would speak", Patience.LONG, () -> oldest() > ALARMING_SECONDS);
        Scrape gateway = scrape();
        assertThat(gateway.value("parley_gateway_commands_waiting")).isEqualTo(waiting.size());
        assertThat(gateway.value(COMMANDS, "result", "refused")).isZero();
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
        system.infrastructure().kafka().kill();

        Patience.until("a command is refused", Patience.LONG, () -> {
            client.submit(Say.post(room, "anybody?"));
            return scrape().value(COMMANDS, "result", "refused") > 0;
        });
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

    private static Scrape scrape() {
        return Scrape.of(system.parley().gateway(0));
    }
}
