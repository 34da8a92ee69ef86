package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.local.Workspace;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chart's alerts and dashboards ask for what the services really serve: by these names, with these labels. */
class MonitoringIT {
    private static final Path CHART = Workspace.find().root().resolve("helm/parley");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration KAFKA_IS_LOOKED_AT_EVERY = Duration.ofMinutes(1);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @BeforeEach
    void somethingIsSaidAndRead() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = alice.createRoom("watched", RoomKind.PRIVATE);
        alice.subscribe(room);
        alice.eventsUpTo(room, alice.post(room, "is anybody counting?"));
        alice.rejected(Say.post(UUID.randomUUID(), "is anybody there?"), RejectionCode.NOT_FOUND);
        chat.history().as(chat.alice().token()).get("/api/rooms").then().statusCode(200);
    }

    @Test
    void whatDashboardsAskForIsThere() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            expressions.addAll(JSON.readTree(dashboard.toFile()).findValuesAsText("expr"));
        }

        everythingIsServed(expressions, 25);
    }

    @Test
    void whatAlertsAskForIsThere() throws IOException {
        // As Helm's templates name the release's namespace within the braces.
        String rules = Files.readString(CHART.resolve("templates/_rules.tpl")).replace("{ {{- $of }}", "{");

        everythingIsServed(
                rules.lines().filter(line -> line.strip().startsWith("expr:")).toList(), 15);
    }

    /** The objective is a bound of a histogram, or nothing could be counted up to it. */
    @Test
    void everyObjectiveThatTheChartTakesIsABoundOfItsHistogram() throws IOException {
        JsonNode objectives = JSON.readTree(CHART.resolve("values.schema.json").toFile())
                .at("/properties/monitoring/properties/objective/properties");

        List<String> expressions = new ArrayList<>();
        objectives
                .at("/deliverySeconds/enum")
                .forEach(bound -> expressions.add("parley_delivery_seconds_bucket{le=\"" + bound.asText() + "\"}"));
        objectives
                .at("/acceptSeconds/enum")
                .forEach(bound -> expressions.add("parley_accept_seconds_bucket{le=\"" + bound.asText() + "\"}"));
        everythingIsServed(expressions, 10);
    }

    /** Some series begin a moment after what they count, and Kafka's own with Micrometer's next look for new ones. */
    private void everythingIsServed(List<String> expressions, int atLeast) {
        List<Selector> selectors = expressions.stream().flatMap(Selector::of).toList();
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(atLeast);
        long deadline = System.nanoTime()
                + KAFKA_IS_LOOKED_AT_EVERY.plus(Patience.USUAL).toNanos();
        List<String> missing = missing(selectors);
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            missing = missing(selectors);
        }
        assertThat(missing).isEmpty();
    }

    private List<String> missing(List<Selector> selectors) {
        Set<Scrape.Series> served = served();
        return selectors.stream()
                .flatMap(selector -> selector.missingIn(served).stream())
                .distinct()
                .toList();
    }

    private Set<Scrape.Series> served() {
        Set<Scrape.Series> all = new HashSet<>();
        for (ServiceProcess service : chat.system().services()) {
            if (service.isAlive()) {
                all.addAll(Scrape.of(service).values().keySet());
            }
        }
        return all;
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(CHART.resolve("files/dashboards"))) {
            return files.toList();
        }
    }
}
