package dev.parley.message.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Headers;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import dev.parley.message.sequencing.CommandKey;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.StoreFailure;
import dev.parley.message.sequencing.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of random commands, in batches that fail, are replayed and are sent twice; then the tables are compared with the log. */
class RandomBatchesTest {
    private static final int SEEDS = 40;
    private static final int BATCHES = 120;
    private static final List<String> USERS = List.of("ann", "bob", "cem", "dan", "eve");
    private static final List<String> EMOJI = List.of("👍", "👎", "🍵");

    static List<Long> seeds() {
        Random random = new Random();
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            seeds.add(random.nextLong());
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_fails_the_tables_are_what_the_log_amounts_to(long seed) {
        Run run = new Run(new Random(seed));
        run.all();
        run.assertLogsAreDense();
        run.assertTablesAreWhatTheLogsAmountTo();
        run.assertEveryAcceptedCommandIsInTheLogOnce();
        run.assertNothingRefusedWasTaken();
        run.assertEverythingInTheLogWasPublished();
    }

    private static final class Run {
        private final Random random;
        private final Chat chat = new Chat();
        private final List<UUID> rooms = new ArrayList<>();
        private final List<List<Submission>> done = new ArrayList<>();
        private final List<Command> sent = new ArrayList<>();

        Run(Random random) {
            this.random = random;
            chat.signIn(USERS.toArray(String[]::new));
            rooms.add(chat.create("ann", RoomKind.PUBLIC, "bob"));
            rooms.add(chat.create("bob", RoomKind.PRIVATE, "cem", "dan"));
            rooms.add(chat.create("cem", RoomKind.ANNOUNCEMENT));
            rooms.add(chat.direct("dan", "eve"));
        }

        void all() {
            for (int i = 0; i < BATCHES; i++) {
                failSometimes();
                List<Submission> batch =
                        random.nextInt(6) == 0 && !done.isEmpty() ? done.get(random.nextInt(done.size())) : batch();
                chat.run(batch);
                done.add(batch);
            }
        }

        private void failSometimes() {
            switch (random.nextInt(8)) {
                case 0 -> chat.store.failuresBefore.add(failure(StoreFailure.Kind.CLASH));
                case 1 -> chat.store.failuresBefore.add(failure(StoreFailure.Kind.AWAY));
                case 2 -> chat.store.failuresAfter.add(failure(StoreFailure.Kind.AWAY));
                case 3 -> chat.publishFailures.add(new IllegalStateException("made to fail"));
                default -> {}
            }
        }

        private static StoreFailure failure(StoreFailure.Kind kind) {
            return new StoreFailure(kind, new IllegalStateException("made to fail"));
        }

        private List<Submission> batch() {
            List<Submission> batch = new ArrayList<>();
            int size = 1 + random.nextInt(20);
            for (int i = 0; i < size; i++) {
                String user = pick(USERS);
                Command command = random.nextInt(15) == 0 && !sent.isEmpty() ? pick(sent) : command(user);
                sent.add(command);
                batch.add(chat.submission(user, command));
            }
            return batch;
        }

        private Command command(String user) {
            String id = chat.id();
            UUID room = pick(rooms);
            long sequence = 1 + random.nextInt((int) chat.head(room) + 3);
            String other = pick(USERS);
            return switch (random.nextInt(18)) {
                case 0 -> new Command.CreateRoom(id, "room", RoomKind.PUBLIC, null, List.of(other));
                case 1 -> new Command.OpenDirect(id, List.of(other));
                case 2 -> new Command.UpdateRoom(id, room, "name " + id, null);
                case 3 -> new Command.Join(id, room);
                case 4 -> new Command.Leave(id, room);
                case 5 -> new Command.AddMember(id, room, other);
                case 6 -> new Command.RemoveMember(id, room, other);
                case 7 -> new Command.SetRole(id, room, other, Role.values()[random.nextInt(3)]);
                case 8 -> new Command.Ban(id, room, other, null);
                case 9 -> new Command.Unban(id, room, other);
                case 10 -> new Command.Edit(id, room, sequence, "edited by " + user + " @" + other);
                case 11 -> new Command.Delete(id, room, sequence);
                case 12 -> new Command.React(id, room, sequence, pick(EMOJI));
                case 13 -> new Command.Unreact(id, room, sequence, pick(EMOJI));
                case 14 -> new Command.Read(id, room, sequence);
                default -> new Command.Post(id, room, "posted by " + user + " @" + other, null);
            };
        }

        private <T> T pick(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        void assertLogsAreDense() {
            chat.store.log.forEach((room, log) -> {
                assertThat(log.firstKey()).isEqualTo(1);
                assertThat(log.lastKey()).isEqualTo(log.size());
                assertThat(chat.head(room)).isEqualTo(log.size());
            });
        }

        void assertTablesAreWhatTheLogsAmountTo() {
            LogAmount.of(chat.store).assertIsWhatTheTablesHave(chat.store);
        }

        void assertEveryAcceptedCommandIsInTheLogOnce() {
            Map<String, Integer> written = new HashMap<>();
            for (var log : chat.store.log.values()) {
                String before = "";
                for (LoggedEvent logged : log.values()) {
                    Event event = chat.store.event(logged);
                    String key = event.by().id() + ' ' + event.command();
                    if (!key.equals(before)) {
                        written.merge(key, 1, Integer::sum);
                    }
                    before = key;
                }
            }
            assertThat(written.values()).containsOnly(1);
            long accepted = chat.store.accepted.values().stream()
                    .filter(command -> command.first() != null)
                    .count();
            assertThat(written).hasSize((int) accepted);
        }

        /** A command that was refused at its place of the log is accepted at none before its user sends it again. */
        void assertNothingRefusedWasTaken() {
            Map<String, Integer> places = new HashMap<>();
            done.stream()
                    .flatMap(List::stream)
                    .distinct()
                    .forEach(submission -> places.merge(
                            submission.by().id() + ' ' + submission.command().id(), 1, Integer::sum));
            for (Publication reply : chat.published) {
                if (!reply.topic().equals(Topics.REPLIES)
                        || !(chat.answer(reply) instanceof Answer.Rejected refused)
                        || refused.code() == RejectionCode.UNAVAILABLE) {
                    continue;
                }
                String user = header(reply, Headers.USER);
                if (places.getOrDefault(user + ' ' + refused.id(), 0) == 1) {
                    assertThat(chat.store.accepted).doesNotContainKey(new CommandKey(user, refused.id()));
                }
            }
        }

        void assertEverythingInTheLogWasPublished() {
            Set<String> published = new HashSet<>();
            Map<String, Long> highest = new HashMap<>();
            for (Publication record : chat.published) {
                if (record.topic().equals(Topics.EVENTS)) {
                    long sequence = Long.parseLong(header(record, Headers.SEQUENCE));
                    published.add(record.key() + ' ' + sequence);
                    // Whoever reads never finds a hole: what is new follows what was published before.
                    assertThat(sequence).isLessThanOrEqualTo(highest.getOrDefault(record.key(), 0L) + 1);
                    highest.merge(record.key(), sequence, Math::max);
                }
            }
            int logged = chat.store.log.values().stream().mapToInt(Map::size).sum();
            assertThat(published).hasSize(logged);
        }
    }

    private static String header(Publication record, String name) {
        return Headers.text(Objects.requireNonNull(record.headers().get(name)));
    }
}
