package dev.parley.system.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.RoomKind;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.SaidTexts;
import dev.parley.system.environment.ParleySystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Runs last: stops the system and reads what its services logged from their start to their end, through everything that the
 * tests before did to them. Alone, it holds a short conversation of its own.
 */
@Order(Integer.MAX_VALUE)
class LogsIT {
    /** Tokens are base64 of JSON, so all begin like this. */
    private static final String TOKEN_START = "eyJ";

    private static final Pattern TROUBLE = Pattern.compile(" (WARN|ERROR|FATAL|SEVERE) ");
    private static final Pattern STACK_TRACE =
            Pattern.compile("^(\\s+at [\\w.$/@]+\\(|Caused by: |Exception in thread)");

    private static List<ServiceProcess> services = List.of();

    @BeforeAll
    static void theSystemWasUsedAndIsStopped() {
        ParleySystem system = ParleySystem.shared();
        String token = system.user("alice").token();
        try (ParleyClient alice =
                Handshake.with(system.gateway(0).webSocketUri()).bearer(token).open()) {
            UUID room = alice.createRoom("the last room", RoomKind.PRIVATE);
            alice.subscribe(room);
            alice.eventsUpTo(room, alice.post(room, "something that no log may repeat"));
            services = system.services();
            system.stop();
            assertThat(alice.awaitClose(Patience.LONG))
                    .as("a draining gateway says so")
                    .isEqualTo(1012);
        }
    }

    @Test
    void everyServiceEndedWhenItWasAskedTo() {
        assertThat(services).isNotEmpty().noneMatch(ServiceProcess::isAlive);
    }

    @Test
    void noServiceWarned() {
        assertNoLine(line -> TROUBLE.matcher(line).find());
    }

    @Test
    void noServiceWroteAStackTrace() {
        assertNoLine(line -> STACK_TRACE.matcher(line).find());
    }

    @Test
    void noServiceWroteAToken() {
        assertNoLine(line -> line.contains(TOKEN_START));
    }

    @Test
    void noServiceWroteWhatPeopleSaid() {
        Set<String> texts = SaidTexts.all();

        assertThat(texts).isNotEmpty();
        assertNoLine(line -> texts.stream().anyMatch(line::contains));
    }

    @Test
    void everyServiceSaidThatItStartedAndStopped() {
        assertThat(services)
                .allSatisfy(service -> assertThat(lines(service))
                        .anyMatch(line -> line.contains("started in"))
                        .anyMatch(line -> line.contains("stopped in")));
    }

    private static void assertNoLine(Predicate<String> bad) {
        assertThat(services.stream()
                        .flatMap(service -> lines(service).filter(bad).map(line -> service.name() + ": " + line)))
                .isEmpty();
    }

    private static Stream<String> lines(ServiceProcess service) {
        try {
            return Files.readString(service.logFile()).lines();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
