package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.RoomKind;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Requests;
import dev.parley.system.client.Say;
import dev.parley.system.environment.User;
import dev.parley.system.operation.TraceReceiver.Span;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What a command goes through can be seen as one trace, whichever services it passes. */
class TracesIT {
    private static final String GATEWAY = "parley-gateway";
    private static final String MESSAGE = "parley-message-service";
    /** Three in ten are traced: that none of so many is, is out of the question. */
    private static final int POSTS = 300;

    private final Fleet fleet = Fleet.shared();
    private final User alice = fleet.people().getFirst();

    @Test
    void aTracedRequestIsOneTraceFromTheRequestToTheSocketsOfThoseWhoListen() {
        URI gateway = fleet.gateways().get(0).uri();
        try (ParleyClient listener = open(1)) {
            UUID room = listener.createRoom("traced", RoomKind.PRIVATE);
            listener.subscribe(room);
            String trace = randomHex(16);
            String caller = randomHex(8);

            new Requests(gateway)
                    .as(alice.token())
                    .header("traceparent", "00-" + trace + "-" + caller + "-01")
                    .contentType("application/json")
                    .body("{\"type\":\"post\",\"id\":\"" + Say.freshId() + "\",\"room\":\"" + room
                            + "\",\"text\":\"follow me\"}")
                    .post("/api/commands")
                    .then()
                    .statusCode(200);

            Span command = await(trace, GATEWAY, "command post");
            Span decided = await(trace, MESSAGE, "decide post");
            Span delivered = await(trace, GATEWAY, "deliver message.posted");
            assertThat(decided.parent()).isEqualTo(command.id());
            assertThat(delivered.parent()).isEqualTo(decided.id());
            Patience.until(
                    "the request is in the trace",
                    Patience.LONG,
                    () -> fleet.traces().ofTrace(trace).stream()
                            .anyMatch(span -> span.id().equals(command.parent())));
            Patience.until(
                    "the database is in the trace",
                    Patience.LONG,
                    () -> fleet.traces().ofTrace(trace).stream()
                            .anyMatch(span -> span.service().equals(MESSAGE)
                                    && span.parent().equals(decided.id())));
        }
    }

    @Test
    void someOfWhatIsSaidOnASocketIsTracedEachInATraceOfItsOwn() {
        try (ParleyClient client = open(0)) {
            UUID room = client.createRoom("sampled", RoomKind.PRIVATE);
            client.subscribe(room);
            for (int i = 0; i < POSTS && fromSocket().isEmpty(); i++) {
                client.answer(Say.post(room, "is this one traced"));
            }

            Patience.until(
                    "a post was traced from its socket",
                    Patience.LONG,
                    () -> fromSocket().isPresent());
            Span command = fromSocket().orElseThrow();
            Span delivered = await(command.trace(), GATEWAY, "deliver message.posted");
            List<Span> commands = fleet.traces().ofTrace(command.trace()).stream()
                    .filter(span -> span.name().startsWith("command "))
                    .toList();
            assertThat(commands).hasSize(1);
            assertThat(delivered.trace()).isEqualTo(command.trace());
        }
    }

    private Optional<Span> fromSocket() {
        return fleet.traces().all().stream()
                .filter(span ->
                        span.name().equals("command post") && span.parent().isEmpty())
                .findFirst();
    }

    private Span await(String trace, String service, String name) {
        Patience.until(
                name + " of " + service,
                Patience.LONG,
                () -> find(trace, service, name).isPresent());
        return find(trace, service, name).orElseThrow();
    }

    private Optional<Span> find(String trace, String service, String name) {
        return fleet.traces().ofTrace(trace).stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .findFirst();
    }

    private ParleyClient open(int gateway) {
        return Handshake.with(fleet.gateways().get(gateway).webSocketUri())
                .bearer(alice.token())
                .open();
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
