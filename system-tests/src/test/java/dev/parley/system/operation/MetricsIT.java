package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import dev.parley.system.environment.User;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every metric that dashboards and alerts are made of is there, moves, and does not grow with people and rooms. */
class MetricsIT {
    private static final Set<String> OF_A_GATEWAY = Set.of(
            "parley_gateway_connections",
            "parley_gateway_connection_limit",
            "parley_gateway_handshakes_total",
            "parley_gateway_disconnects_total",
            "parley_gateway_outbound_bytes",
            "parley_gateway_slow_closed_total",
            "parley_gateway_resume_total",
            "parley_gateway_repairs_total",
            "parley_gateway_draining",
            "parley_delivery_seconds_bucket",
            "parley_delivery_seconds_count",
            "parley_delivery_seconds_sum",
            "parley_events_lag_records");
    private static final Set<String> OF_MESSAGE_SERVICE = Set.of(
            "parley_commands_total",
            "parley_accept_seconds_bucket",
            "parley_accept_seconds_count",
            "parley_accept_seconds_sum",
            "parley_dead_letters_total");
    private static final Set<String> OF_HISTORY_SERVICE =
            Set.of("parley_history_seconds_bucket", "parley_history_seconds_count", "parley_history_seconds_sum");

    /** Ids of people and rooms are UUIDs here; names made by tests end in a number. */
    private static final Pattern OF_SOMEBODY = Pattern.compile(".*([0-9a-f]{8}-[0-9a-f]{4}-|meter-\\d).*");

    @RegisterExtension
    final Conversation chat = new Conversation();

    private final ServiceProcess gateway = chat.system().gateway(0);

    @Test
    void everyNameIsThere() {
        converse(chat.fresh("meter"));

        assertThat(Scrape.of(gateway).names()).containsAll(OF_A_GATEWAY);
        assertThat(Scrape.of(service(ServiceKind.MESSAGE)).names()).containsAll(OF_MESSAGE_SERVICE);
        assertThat(Scrape.of(service(ServiceKind.HISTORY)).names()).containsAll(OF_HISTORY_SERVICE);
    }

    @Test
    void aConnectionIsCountedFromItsHandshakeToItsEnd() {
        Scrape before = Scrape.of(gateway);

        ParleyClient client = chat.onFirst(chat.alice());
        Scrape during = Scrape.of(gateway);
        client.vanish();

        assertThat(during.value("parley_gateway_handshakes_total", "result", "accepted"))
                .isGreaterThan(before.value("parley_gateway_handshakes_total", "result", "accepted"));
        assertThat(during.value("parley_gateway_connections")).isPositive();
        assertThat(during.value("parley_gateway_connection_limit")).isPositive();
        assertThat(during.value("parley_gateway_draining")).isZero();
        grows(gateway, before, "parley_gateway_disconnects_total", "code", "client");
    }

    @Test
    void aHandshakeThatIsRefusedIsCountedByItsReason() {
        Scrape before = Scrape.of(gateway);

        chat.handshake(0).refusal();
        chat.handshake(0).bearer("garbage").refusal();
        chat.handshake(0)
                .origin("https://evil.example")
                .bearer(chat.alice().token())
                .refusal();

        grows(gateway, before, "parley_gateway_handshakes_total", "result", "unauthorized");
        grows(gateway, before, "parley_gateway_handshakes_total", "result", "foreignOrigin");
        assertThat(Scrape.of(gateway).value("parley_gateway_handshakes_total", "result", "failed"))
                .isZero();
    }

    @Test
    void aDeliveryIsTimedForEachWhoGetsIt() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onFirst(chat.bob());
        UUID room = alice.createRoom("timed", RoomKind.PRIVATE, chat.bob().id());
        alice.subscribe(room);
        bob.subscribe(room);
        Scrape before = Scrape.of(gateway);

        long sequence = alice.post(room, "how long does this take");
        alice.eventsUpTo(room, sequence);
        bob.eventsUpTo(room, sequence);

        double delivered = before.value("parley_delivery_seconds_count") + 2;
        Patience.until(
                "two deliveries were timed",
                Patience.USUAL,
                () -> Scrape.of(gateway).value("parley_delivery_seconds_count") >= delivered);
        Scrape after = Scrape.of(gateway);
        assertThat(after.value("parley_delivery_seconds_bucket", "le", "+Inf"))
                .isEqualTo(after.value("parley_delivery_seconds_count"));
        assertThat(after.value("parley_delivery_seconds_sum"))
                .isGreaterThanOrEqualTo(before.value("parley_delivery_seconds_sum"));
    }

    @Test
    void aCommandIsCountedByWhatBecameOfIt() {
        ServiceProcess messages = service(ServiceKind.MESSAGE);
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = alice.createRoom("counted", RoomKind.PRIVATE);
        Scrape before = Scrape.of(messages);

        Command.Post post = Say.post(room, "once");
        alice.accepted(post);
        alice.accepted(post);
        alice.rejected(Say.post(UUID.randomUUID(), "nowhere"), RejectionCode.NOT_FOUND);

        grows(messages, before, "parley_commands_total", "type", "post", "result", "accepted");
        grows(messages, before, "parley_commands_total", "type", "post", "result", "repeat");
        grows(messages, before, "parley_commands_total", "type", "post", "result", "notFound");
        double timed = before.value("parley_accept_seconds_count") + 3;
        Patience.until(
                "three commands were timed",
                Patience.USUAL,
                () -> Scrape.of(messages).value("parley_accept_seconds_count") >= timed);
    }

    @Test
    void aReturnIsCountedByWhereTheEventsCameFrom() {
        ServiceProcess tight = chat.system().gateway(GatewaySettings.TIGHT);
        ParleyClient alice = chat.on(GatewaySettings.TIGHT, chat.alice());
        UUID room = alice.createRoom("missed", RoomKind.PRIVATE);
        String epoch = alice.subscribe(room).epoch();
        long sequence = alice.post(room, "one");
        alice.eventsUpTo(room, sequence);
        Scrape before = Scrape.of(tight);

        ParleyClient again = chat.on(GatewaySettings.TIGHT, chat.alice());
        again.subscribe(room, epoch, sequence - 1);
        again.eventsUpTo(room, sequence);
        chat.on(GatewaySettings.TIGHT, chat.alice()).subscribe(room, "0000dead", sequence);

        grows(tight, before, "parley_gateway_resume_total", "result", "ring");
        grows(tight, before, "parley_gateway_resume_total", "result", "reset");
    }

    @Test
    void morePeopleAndRoomsBringNoMoreSeries() {
        converse(chat.fresh("meter"));
        Set<Scrape.Series> before = allSeries();

        for (int i = 0; i < 5; i++) {
            converse(chat.fresh("meter"));
        }

        Set<Scrape.Series> after = allSeries();
        assertThat(after)
                .noneMatch(series -> series.labels().values().stream()
                        .anyMatch(label -> OF_SOMEBODY.matcher(label).matches()));
        Set<String> added = new TreeSet<>();
        after.stream()
                .filter(series -> !before.contains(series) && series.name().startsWith("parley_"))
                .forEach(series -> added.add(series.toString()));
        assertThat(added).isEmpty();
    }

    private Set<Scrape.Series> allSeries() {
        Set<Scrape.Series> all = new HashSet<>(Scrape.of(gateway).values().keySet());
        all.addAll(Scrape.of(service(ServiceKind.MESSAGE)).values().keySet());
        all.addAll(Scrape.of(service(ServiceKind.HISTORY)).values().keySet());
        return all;
    }

    /** Says and reads a little of everything. */
    private void converse(User user) {
        ParleyClient client = chat.onFirst(user);
        UUID room = client.createRoom("of " + user.name(), RoomKind.PUBLIC);
        client.subscribe(room);
        client.eventsUpTo(room, client.post(room, "hello"));
        chat.history().as(user.token()).get("/api/rooms").then().statusCode(200);
        chat.history()
                .as(user.token())
                .get("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(200);
        chat.history()
                .as(user.token())
                .get("/api/rooms/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        chat.history().as(user.token()).get("/no/such/" + room).then().statusCode(404);
        client.close();
    }

    private ServiceProcess service(ServiceKind kind) {
        return chat.system().services().stream()
                .filter(service -> service.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Waits: some counts come a moment after what they count. */
    private static void grows(ServiceProcess service, Scrape before, String name, String... labels) {
        double was = before.value(name, labels);
        Patience.until(
                name + " " + String.join(" ", labels) + " grows",
                Patience.USUAL,
                () -> Scrape.of(service).value(name, labels) > was);
    }
}
