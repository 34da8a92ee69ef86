package dev.parley.system.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.User;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything is replaced while people talk, and nobody misses a word. */
class RollingRestartIT {
    /** Fewer by {@code -Dparley.clients}, where there is not the time. */
    private static final int CLIENTS = Integer.getInteger("parley.clients", 3_000);

    private static final int GATEWAYS = 3;
    private static final int ROOMS = 20;
    /** Of each room's owner: twenty posts a second in all, two thousand deliveries and more. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    private static final int DRAINING = 1012;
    /** Requests without an answer yet, as Quarkus counts them. */
    private static final String UNDER_WAY = "http_server_active_requests";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Fleet fleet = Fleet.shared();

    @Test
    void gatewaysAreReplacedOneAfterTheOtherAndNobodyMissesAnything() throws InterruptedException {
        List<ServiceProcess> gateways = fleet.gateways(GATEWAYS);
        List<User> owners = fleet.people().subList(0, ROOMS);
        try (Entrance entrance = new Entrance(fleet::gateways);
                Swarm swarm = new Swarm(entrance);
                Posting posting = new Posting(entrance)) {
            List<RoomRecord> rooms = posting.rooms(owners);
            swarm.join(CLIENTS, fleet.people(), rooms);
            double askedBefore = eventsAskedOfHistory();
            posting.start(owners, rooms, EVERY);

            for (ServiceProcess gateway : gateways) {
                gateway.stop();
                gateway.start();
                Patience.until("everybody is back", PATIENCE, () -> swarm.live() == CLIENTS);
            }

            posting.close();
            swarm.awaitAll(rooms);
            System.out.printf(
                    "rolling restart of %d gateways, %d clients, %d closes: from close to caught up %s%n"
                            + "  posts accepted %s, sent again %d; handshakes that failed %d%n",
                    GATEWAYS,
                    CLIENTS,
                    swarm.away().count(),
                    swarm.away(),
                    posting.accepted(),
                    posting.repeated(),
                    swarm.refusals());
            assertThat(swarm.violations()).isEmpty();
            assertThat(swarm.closes().keySet()).isEqualTo(Set.of(DRAINING));
            assertThat(swarm.closesWithoutHint()).isZero();
            assertThat(swarm.away().count()).isGreaterThanOrEqualTo(CLIENTS);
            assertThat(eventsAskedOfHistory() - askedBefore)
                    .as("events that were asked of history-service; %s", whatGatewaysAskedFor())
                    .isZero();
        }
    }

    @Test
    void messageServicesAreReplacedOneAfterTheOtherAndCommandsGoOn() throws InterruptedException {
        List<User> owners = fleet.people().subList(0, ROOMS);
        try (Entrance entrance = new Entrance(fleet::gateways);
                Swarm swarm = new Swarm(entrance);
                Posting posting = new Posting(entrance)) {
            List<RoomRecord> rooms = posting.rooms(owners);
            swarm.join(ROOMS, fleet.people(), rooms);
            posting.start(owners, rooms, EVERY.dividedBy(4));
            Patience.until("some posts", PATIENCE, () -> posting.accepted().count() >= 10 * ROOMS);
            Times before = posting.accepted();
            String usual = before.toString();
            before.clear();

            for (ServiceProcess message : fleet.messages()) {
                message.stop();
                message.start();
                int until = posting.accepted().count() + 10 * ROOMS;
                Patience.until("more posts", PATIENCE, () -> posting.accepted().count() >= until);
            }

            posting.close();
            swarm.awaitAll(rooms);
            // What a service has in hand while its partitions move is replayed by who gets them, and recognised there.
            double replayed = fleet.messages().stream()
                    .mapToDouble(message ->
                            Scrape.of(message).value("parley_commands_total", "type", "post", "result", "repeat"))
                    .sum();
            System.out.printf(
                    "rolling restart of %d message-services: accepted before %s%n  during %s, sent again %d, repeats %.0f%n",
                    fleet.messages().size(), usual, posting.accepted(), posting.repeated(), replayed);
            assertThat(swarm.violations()).isEmpty();
            assertThat(swarm.closes()).isEmpty();
        }
    }

    @Test
    void historyServiceAnswersWhatItWasAskedBeforeItEnds() throws InterruptedException {
        List<User> owners = fleet.people().subList(0, 1);
        ServiceProcess history = fleet.history();
        try (Entrance entrance = new Entrance(fleet::gateways);
                Posting posting = new Posting(entrance);
                HttpClient http = HttpClient.newHttpClient()) {
            RoomRecord room = posting.rooms(owners).getFirst();
            // Waits two seconds for a message that nobody sends.
            HttpRequest patient = HttpRequest.newBuilder(
                            history.uri().resolve("/api/rooms/" + room.id + "/messages?minSequence=1000"))
                    .header("Authorization", "Bearer " + owners.getFirst().token())
                    .build();
            double usual = Scrape.of(history).sum(UNDER_WAY);
            AtomicReference<CompletableFuture<HttpResponse<Void>>> asked = new AtomicReference<>();
            Patience.until("it is asked something", PATIENCE, () -> {
                CompletableFuture<HttpResponse<Void>> before = asked.get();
                if (before == null || before.isDone()) {
                    asked.set(http.sendAsync(patient, HttpResponse.BodyHandlers.discarding()));
                }
                return Scrape.of(history).sum(UNDER_WAY) > usual
                        && !requireNonNull(asked.get()).isDone();
            });

            history.stop();

            assertThat(requireNonNull(asked.get()).join().statusCode()).isEqualTo(200);
            history.start();
        }
    }

    private double eventsAskedOfHistory() {
        return Scrape.of(fleet.history()).value("parley_history_seconds_count", "route", "/internal/events");
    }

    /** By every gateway since it started: which resumes and which repairs. */
    private String whatGatewaysAskedFor() {
        return fleet.gateways().stream()
                .map(gateway ->
                        gateway.name() + " " + Scrape.of(gateway).counted("parley_gateway_(resume|repairs)_total"))
                .collect(Collectors.joining("; "));
    }
}
