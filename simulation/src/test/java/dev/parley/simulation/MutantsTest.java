package dev.parley.simulation;

import static dev.parley.simulation.Alteration.Kind.ALWAYS_JUMPS;
import static dev.parley.simulation.Alteration.Kind.DOES_NOTHING;
import static dev.parley.simulation.Alteration.Kind.NEVER_JUMPS;
import static dev.parley.simulation.Alteration.Kind.RETURNS_FALSE;
import static dev.parley.simulation.Alteration.Kind.RETURNS_NOTHING;
import static dev.parley.simulation.Alteration.Kind.RETURNS_TRUE;
import static dev.parley.simulation.Mutant.altered;
import static dev.parley.simulation.Mutant.planted;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds nothing; here is what it would find. */
@Execution(ExecutionMode.SAME_THREAD)
class MutantsTest {
    private static final int HISTORIES = 2_000;
    private static final int HISTORIES_WITHOUT_BUG = 100;
    private static final String DELIVERY = "gateway.delivery.";
    private static final String SEQUENCING = "message.sequencing.";

    static List<Mutant> mutants() {
        return List.of(
                planted("accepted is said before the commit", Plant.ACCEPTED_BEFORE_COMMIT),
                planted("offsets are committed before the batch is done", Plant.OFFSETS_FIRST),
                planted("the log's rows are not locked", Plant.NO_LOCKS),
                planted("the database loses what it committed", Plant.LOST_COMMITS),
                planted("events are published before the commit", Plant.PUBLISHED_BEFORE_COMMIT),
                planted("a connection's commands are reordered", Plant.COMMANDS_REORDERED),
                planted("history-service lets everybody see every room", Plant.EVERYTHING_VISIBLE),
                planted("accepted names the wrong sequence", Plant.WRONG_ANSWERS),
                altered("a repeat is not recognised", SEQUENCING + "Known", "accepted", RETURNS_NOTHING)
                        .with(Plant.NO_COMMAND_KEY),
                altered(
                        "what was refused is decided again in a replay",
                        SEQUENCING + "Known",
                        "wasDecided",
                        RETURNS_FALSE),
                altered("a replay publishes nothing", SEQUENCING + "Known", "logged", ALWAYS_JUMPS),
                planted("what Kafka did not take is taken for published", Plant.NOT_TAKEN_IS_TAKEN),
                altered("a batch is not published", "message.batch.BatchRunner", "publish", DOES_NOTHING),
                altered("an edit stays out of the messages", "message.room.Message", "edit", DOES_NOTHING),
                altered("a stranger may see a room that is closed", "message.room.Standing", "isMember", RETURNS_TRUE),
                altered("a hole in a room is not repaired", DELIVERY + "RoomLogs", "repair", DOES_NOTHING),
                altered("any event is taken for the next", DELIVERY + "RoomLogs", "accept", NEVER_JUMPS),
                altered("a lost tail is not looked for", DELIVERY + "RoomLogs", "compareHeads", DOES_NOTHING),
                altered(
                        "what the broadcast is late with is never looked for",
                        DELIVERY + "RoomLogs",
                        "waitForDue",
                        DOES_NOTHING),
                altered("nobody is ever taken to be here", DELIVERY + "Switchboard$Rights", "absent", RETURNS_TRUE),
                altered("a lost beginning is not looked for", DELIVERY + "Subscribing", "compareMine", DOES_NOTHING),
                altered("who is banned listens on", DELIVERY + "Switchboard$Rights", "end", DOES_NOTHING),
                altered(
                        "who was removed meanwhile is let in",
                        DELIVERY + "Subscribing",
                        "affectedSince",
                        RETURNS_FALSE),
                altered("the events in memory are passed over", DELIVERY + "RoomFeed", "after", NEVER_JUMPS, 1),
                altered("memory is taken for the whole log", DELIVERY + "RoomFeed", "covers", RETURNS_TRUE),
                altered(
                        "who waits for the room is not taken along",
                        DELIVERY + "Switchboard$Rights",
                        "shown",
                        DOES_NOTHING),
                altered(
                        "rooms that wait for the socket are forgotten",
                        DELIVERY + "Announcer",
                        "settleParked",
                        DOES_NOTHING),
                altered("a deleted text stays in memory", DELIVERY + "Ring", "forget", DOES_NOTHING),
                altered(
                        "a lost answer is waited for without end",
                        "gateway.command.PendingAnswers",
                        "sweep",
                        DOES_NOTHING));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void is_found(Mutant mutant) throws ReflectiveOperationException {
        assertThat(firstBroken(mutant, HISTORIES))
                .as("what gives away that %s", mutant)
                .isNotNull();
    }

    @Test
    void without_a_bug_nothing_is_found() throws ReflectiveOperationException {
        assertThat(firstBroken(planted("nothing", Plant.NOTHING), HISTORIES_WITHOUT_BUG))
                .isNull();
    }

    private static @Nullable String firstBroken(Mutant mutant, int histories) throws ReflectiveOperationException {
        Method search = new AlteringLoader(mutant.alteration())
                .loadClass(Histories.class.getName())
                .getDeclaredMethod("firstBroken", String.class, long.class, int.class);
        search.setAccessible(true);
        return (String) search.invoke(null, mutant.plant().name(), 1L, histories);
    }
}
