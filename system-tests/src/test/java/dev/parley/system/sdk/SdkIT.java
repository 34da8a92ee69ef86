package dev.parley.system.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contract.Event;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import dev.parley.system.environment.Realm;
import dev.parley.system.environment.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The TypeScript client keeps its promises where it matters: between real gateways, one of which dies. */
class SdkIT {
    private static final String CONVERSE = "system/converse.mjs";
    private static final int MESSAGES = 24;
    private static final int BEYOND_RESUME = 401;

    @RegisterExtension
    final Conversation chat = new Conversation();

    private final List<NodeProgram> programs = new ArrayList<>();

    @BeforeAll
    static void thereIsNode() {
        Optional<String> missing = NodeProgram.missing();
        assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElseThrow());
    }

    @AfterEach
    void endPrograms() {
        programs.forEach(NodeProgram::close);
    }

    @Test
    void whatIsSaidWhileOneGatewayAfterTheOtherIsKilledIsThereOnceAndInOrder() {
        ServiceProcess first = chat.system().ownGateway();
        ServiceProcess second = chat.system().ownGateway();
        User alice = chat.fresh("alice");
        User bob = chat.fresh("bob");
        ParleyClient watcher = chat.onFirst(alice);
        UUID room = chat.room(watcher, RoomKind.PRIVATE, bob);
        watcher.subscribe(room);
        NodeProgram ofAlice = converse(alice, room, first, second);
        NodeProgram ofBob = converse(bob, room, second, first);
        ofAlice.await("room");
        ofBob.await("room");

        ofAlice.say("say-many " + MESSAGES + " alice says before");
        ofBob.say("say-many " + MESSAGES + " bob says before");
        said(ofAlice, MESSAGES / 4);
        first.kill();
        said(ofAlice, MESSAGES);
        said(ofBob, MESSAGES);
        first.start();
        ofAlice.say("say-many " + MESSAGES + " alice says after");
        ofBob.say("say-many " + MESSAGES + " bob says after");
        said(ofBob, MESSAGES + MESSAGES / 4);
        second.kill();
        said(ofAlice, 2 * MESSAGES);
        said(ofBob, 2 * MESSAGES);
        second.start();

        long head = watcher.post(room, "that is all, thank you");
        List<Event> log = watcher.eventsUpTo(room, head);
        for (NodeProgram program : programs) {
            program.say("until " + head);
            JsonNode report = program.await("report").path("report");
            sawAll(report, log, head);
            assertThat(report.path("troubles")).isEmpty();
            assertThat(report.path("refused")).isEmpty();
            assertThat(report.path("resets")).isEmpty();
        }
        assertThat(textsOf(log, alice).limit(2L * MESSAGES)).containsExactlyElementsOf(expected("alice"));
        assertThat(textsOf(log, bob)).containsExactlyElementsOf(expected("bob"));
        long lost = programs.stream()
                .flatMap(program -> program.told("state").stream())
                .filter(state -> state.path("state").asText().equals("waiting"))
                .count();
        assertThat(lost).as("connections that the kills cost").isPositive();
    }

    @Test
    void freshTokensKeepTheConnectionBeyondTheLifeOfTheFirst() {
        User alice = chat.fresh("alice");
        ParleyClient watcher = chat.onFirst(alice);
        UUID room = chat.room(watcher, RoomKind.PRIVATE);
        NodeProgram program = converse(
                alice,
                room,
                Map.of("CLIENT", Realm.RENEWED_CLIENT),
                chat.system().gateway(0));
        program.await("room");

        program.say("renewals 2");
        program.await("renewals");
        program.say("say still here");

        long sequence = program.await("said").path("sequence").asLong();
        program.say("until " + sequence);
        JsonNode states = program.await("report").path("report").path("states");
        assertThat(texts(states)).containsExactly("idle", "connecting", "live");
    }

    @Test
    void whoWasAwayForTooLongIsToldSoAndReadsHistory() {
        User alice = chat.fresh("alice");
        User bob = chat.fresh("bob");
        ParleyClient watcher = chat.onFirst(alice);
        UUID room = chat.room(watcher, RoomKind.PRIVATE, bob);
        String epoch = watcher.subscribe(room).epoch();
        NodeProgram program = converse(bob, room, chat.system().gateway(GatewaySettings.TIGHT));
        program.await("room");
        program.say("say before a very long journey");
        program.await("said");

        program.say("away");
        long last = IntStream.rangeClosed(1, BEYOND_RESUME)
                .mapToObj(i -> Say.post(room, "a postcard, number " + i))
                .peek(watcher::submit)
                .toList()
                .stream()
                .mapToLong(post -> ParleyClient.sequenceOf(watcher.awaitAccepted(post)))
                .max()
                .orElseThrow();
        // Behind the others, the gateway would not know yet how far away he was.
        ParleyClient there = chat.on(GatewaySettings.TIGHT, alice);
        there.subscribe(room, epoch, last);
        there.first(ServerFrame.CaughtUp.class, _ -> true, "caughtUp");
        program.say("back");
        assertThat(program.await("reset").path("reset").asText()).isEqualTo("tooFarBehind");
        long after = watcher.post(room, "welcome home, after all that");
        program.say("until " + after);

        JsonNode report = program.await("report").path("report");
        List<String> view = new ArrayList<>();
        report.path("view").forEach(message -> view.add(message.path("text").asText()));
        List<String> newest = new ArrayList<>(IntStream.rangeClosed(1, BEYOND_RESUME)
                .mapToObj(i -> "a postcard, number " + i)
                .toList());
        newest.add("welcome home, after all that");
        assertThat(after).isEqualTo(last + 1);
        assertThat(view).isNotEmpty().isEqualTo(newest.subList(newest.size() - view.size(), newest.size()));
        assertThat(report.path("resets")).hasSize(1);
    }

    @Test
    void theExampleOfTheReadmeRuns() {
        User alice = chat.fresh("alice");
        NodeProgram example = keep(NodeProgram.start(
                "example/hello.mjs",
                Map.of(
                        "PARLEY_GATEWAYS", chat.system().gateway(0).uri().toString(),
                        "PARLEY_HISTORY", chat.system().historyUri().toString(),
                        "PARLEY_ISSUER", chat.system().issuer().toString(),
                        "PARLEY_USER", alice.name())));

        assertThat(example.awaitEnd()).isZero();
        Patience.until(
                "the example's output", Patience.USUAL, () -> example.others().contains("closed"));
        assertThat(example.others().lines())
                .contains(
                        "connection: live",
                        "3 " + alice.name() + ": Hello from TypeScript",
                        "history has 1 message, \"Hello from TypeScript\"",
                        "connection: closed");
    }

    private NodeProgram converse(User user, UUID room, ServiceProcess... gateways) {
        return converse(user, room, Map.of(), gateways);
    }

    private NodeProgram converse(User user, UUID room, Map<String, String> more, ServiceProcess... gateways) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GATEWAYS",
                String.join(
                        ",",
                        Stream.of(gateways).map(one -> one.uri().toString()).toList()),
                "HISTORY",
                chat.system().historyUri().toString(),
                "ISSUER",
                chat.system().issuer().toString(),
                "CLIENT",
                Realm.USUAL_CLIENT,
                "USER_NAME",
                user.name(),
                "ROOM",
                room.toString()));
        environment.putAll(more);
        return keep(NodeProgram.start(CONVERSE, environment));
    }

    private NodeProgram keep(NodeProgram program) {
        programs.add(program);
        return program;
    }

    private static void said(NodeProgram program, int count) {
        program.await(
                count + " answered messages",
                one -> one.told("said").size() >= count ? Optional.of(count) : Optional.empty());
    }

    private static List<String> expected(String name) {
        return Stream.of("before", "after")
                .flatMap(when -> IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> name + " says " + when + " " + i))
                .toList();
    }

    /** Every event from the head that it began with, once and in order, and a view that holds the same messages. */
    private static void sawAll(JsonNode report, List<Event> log, long head) {
        List<Long> sequences = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (JsonNode event : report.path("seen")) {
            sequences.add(event.path("sequence").asLong());
            seen.add(event.path("text").asText());
        }
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(sequences.getFirst(), head)
                        .boxed()
                        .toList());
        List<String> posted =
                log.stream().flatMap(event -> text(event).stream()).toList();
        assertThat(seen).isEqualTo(posted);
        List<String> view = new ArrayList<>();
        report.path("view").forEach(message -> view.add(message.path("text").asText()));
        assertThat(view).isEqualTo(posted);
    }

    private static Stream<String> textsOf(List<Event> log, User user) {
        return log.stream().filter(event -> event.by().id().equals(user.id())).flatMap(event -> text(event).stream());
    }

    private static Optional<String> text(Event event) {
        return event.change() instanceof Event.MessagePosted posted ? Optional.of(posted.text()) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
