package dev.parley.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.local.Folders;
import dev.parley.local.Workspace;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Requests;
import dev.parley.system.client.Say;
import dev.parley.system.environment.BreakableSystem;
import dev.parley.system.environment.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database is restored as docs/operations.md says, step by step. */
class RestoreIT {
    private static final Path INSTRUCTIONS = Workspace.find().root().resolve("docs/operations.md");
    private static final Pattern NEW_EPOCH = Pattern.compile("```sql\\s+(update room set epoch[^`]+)```");
    private static final List<String> OF_THE_OTHER_LIFE = List.of(Topics.EVENTS, Topics.COMMANDS);

    private final BreakableSystem system = new BreakableSystem("restore");

    @AfterEach
    void end() {
        system.close();
    }

    @Test
    void cursorsOfTheOtherLifeAreResetAndNothingOfItComesBack() throws Exception {
        User alice = system.user("alice");
        ParleyClient before = system.open(alice);
        UUID room = before.createRoom("restored", RoomKind.PRIVATE);
        String epoch = before.subscribe(room).epoch();
        long kept = before.post(room, "in the backup");
        Path backup = backUp();
        Command.Post late = Say.post(room, "after the backup");
        long lost = ParleyClient.sequenceOf(before.accepted(late));
        before.eventsUpTo(room, lost);
        before.close();

        restore(backup);

        try (ParleyClient after = system.open(alice)) {
            String newEpoch = after.subscribe(room, epoch, lost).epoch();
            ServerFrame.Reset reset =
                    after.first(ServerFrame.Reset.class, frame -> frame.room().equals(room), "reset");
            assertThat(newEpoch).isNotEqualTo(epoch);
            assertThat(reset.epoch()).isEqualTo(newEpoch);
            assertThat(reset.sequence()).isEqualTo(kept);

            assertThat(after.post(room, "another event, the same number")).isEqualTo(lost);
            assertThat(ParleyClient.sequenceOf(after.accepted(late)))
                    .as("what was lost and is sent again is decided anew")
                    .isEqualTo(lost + 1);
            assertThat(texts(after.eventsUpTo(room, lost + 1)))
                    .containsExactly("another event, the same number", "after the backup");
        }
        assertThat(new Requests(system.parley().history().uri())
                        .as(alice.token())
                        .queryParam("minSequence", lost + 1)
                        .get("/api/rooms/" + room + "/messages")
                        .jsonPath()
                        .getList("messages.text", String.class))
                .containsExactlyInAnyOrder("in the backup", "another event, the same number", "after the backup");
    }

    private static List<String> texts(List<Event> events) {
        return events.stream()
                .map(Event::change)
                .filter(Event.MessagePosted.class::isInstance)
                .map(change -> ((Event.MessagePosted) change).text())
                .toList();
    }

    private Path data() {
        return system.infrastructure().postgres().folder().resolve("data");
    }

    private Path backUp() throws IOException {
        Path backup = data().resolveSibling("backup");
        system.infrastructure().postgres().stop();
        copy(data(), backup);
        system.infrastructure().postgres().start();
        system.parley().services().forEach(ServiceProcess::awaitReady);
        return backup;
    }

    private void restore(Path backup) throws Exception {
        system.parley().message().stop();
        system.parley().gateways().forEach(ServiceProcess::stop);

        system.infrastructure().postgres().stop();
        Folders.delete(data());
        copy(backup, data());
        system.infrastructure().postgres().start();

        giveNewEpochs();
        makeTopicsAnew();

        system.parley().message().start();
        system.parley().gateways().forEach(ServiceProcess::start);
        system.parley().history().awaitReady();
    }

    private void giveNewEpochs() throws IOException, SQLException {
        var statement = NEW_EPOCH.matcher(Files.readString(INSTRUCTIONS));
        assertThat(statement.find()).isTrue();
        try (var connection = DriverManager.getConnection(
                        system.infrastructure().postgres().jdbcUrl(),
                        "parley",
                        system.infrastructure().credentials().databasePassword());
                var update = connection.createStatement()) {
            assertThat(update.executeUpdate(statement.group(1))).isPositive();
        }
    }

    private void makeTopicsAnew() throws ExecutionException, InterruptedException {
        try (Admin kafka = Admin.create(
                Map.of("bootstrap.servers", system.infrastructure().kafka().bootstrapServers()))) {
            List<NewTopic> anew = kafka.describeTopics(OF_THE_OTHER_LIFE).allTopicNames().get().values().stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions().size(), (short) 1))
                    .toList();
            kafka.deleteTopics(OF_THE_OTHER_LIFE).all().get();
            Patience.until(
                    "the topics are gone", Patience.USUAL, () -> names(kafka).noneMatch(OF_THE_OTHER_LIFE::contains));
            kafka.createTopics(anew).all().get();
        }
    }

    private static Stream<String> names(Admin kafka) {
        try {
            return kafka.listTopics().names().get().stream();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stop);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
