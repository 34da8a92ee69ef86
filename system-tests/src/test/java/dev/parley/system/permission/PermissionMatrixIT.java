package dev.parley.system.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Requests;
import dev.parley.system.environment.Conversation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tries everything everywhere as everybody, and compares with {@code permissions.txt}. */
class PermissionMatrixIT {
    private static final String SUBSCRIBE = "subscribe";

    @RegisterExtension
    final Conversation chat = new Conversation();

    private final Map<Cell, String> expected = PermissionTable.read().outcomes();

    @Test
    void everyCommandOfTheContractIsTried() {
        assertThat(Deed.all().stream().map(Deed::type).collect(Collectors.<Class<?>>toSet()))
                .isEqualTo(Deed.commands());
    }

    @Test
    void everyRouteOfTheHistoryIsTried() {
        Map<String, Object> paths = chat.history()
                .anonymous()
                .accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("paths");
        Set<String> tried = ReadDeed.all().stream()
                .map(deed -> "/api" + deed.name())
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(paths.keySet()).isEqualTo(tried);
    }

    @Test
    void theTableHasACellForEverythingThatIsTriedAndNoOther() {
        Set<Cell> tried = new HashSet<>(deeds());
        tried.addAll(reads());

        Set<Cell> missing = new HashSet<>(tried);
        missing.removeAll(expected.keySet());
        Set<Cell> superfluous = new HashSet<>(expected.keySet());
        superfluous.removeAll(tried);
        assertThat(missing).as("cells that the table lacks").isEmpty();
        assertThat(superfluous).as("cells that nothing tries").isEmpty();
    }

    @Test
    void everyCommandComesOutAsTheTableSays() {
        Stage stage = new Stage(chat);
        Map<String, Deed> deeds = Deed.all().stream().collect(Collectors.toMap(Deed::name, deed -> deed));
        Map<Cell, Command> commands = new LinkedHashMap<>();
        stage.set(deeds()).forEach((cell, scene) -> commands.put(cell, command(deeds, cell, scene)));

        commands.forEach((cell, command) -> stage.client(cell.standing()).submit(command));

        Map<Cell, String> outcomes = new TreeMap<>();
        commands.forEach((cell, command) ->
                outcomes.put(cell, outcome(stage.client(cell.standing()).awaitAnswer(command.id()))));
        assertAsTheTableSays(outcomes);
    }

    private static Command command(Map<String, Deed> deeds, Cell cell, Scene scene) {
        Deed deed = deeds.get(cell.deed());
        if (deed == null) {
            throw new AssertionError("no deed for " + cell);
        }
        return deed.command().apply(scene);
    }

    @Test
    void everyReadAndSubscriptionComesOutAsTheTableSays() {
        Stage stage = new Stage(chat);
        Map<Cell, Scene> scenes = stage.set(cells("", List.of(Place.values())));
        Map<Cell, String> outcomes = new TreeMap<>();

        scenes.forEach((where, scene) -> {
            for (ReadDeed read : ReadDeed.all()) {
                if (read.places().contains(where.place())) {
                    Requests history = chat.history();
                    String outcome = read.outcome(history, scene.actor().token(), scene, stage.needle());
                    outcomes.put(new Cell(read.name(), where.place(), where.standing()), outcome);
                }
            }
            if (where.place() != Place.NONE) {
                ParleyClient client = stage.client(where.standing());
                Answer answer = client.subscribeAll(List.of(new Listening(scene.room(), null, null)));
                String outcome = answer instanceof Answer.Accepted ? "subscribed" : outcome(answer);
                outcomes.put(new Cell(SUBSCRIBE, where.place(), where.standing()), outcome);
            }
        });

        assertAsTheTableSays(outcomes);
    }

    private void assertAsTheTableSays(Map<Cell, String> outcomes) {
        Map<Cell, String> wanted = new TreeMap<>(expected);
        wanted.keySet().retainAll(outcomes.keySet());
        List<String> differences = new ArrayList<>();
        outcomes.forEach((cell, outcome) -> {
            if (!outcome.equals(wanted.get(cell))) {
                differences.add(cell + ": " + wanted.get(cell) + " is expected, " + outcome + " came");
            }
        });
        assertThat(outcomes).isNotEmpty();
        assertThat(differences).isEmpty();
    }

    private static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Accepted _ -> "accepted";
            case Answer.Rejected rejected -> rejected.code().label();
        };
    }

    private static List<Cell> deeds() {
        return Deed.all().stream()
                .flatMap(deed -> cells(deed.name(), deed.places()).stream())
                .toList();
    }

    private static List<Cell> reads() {
        return Stream.concat(
                        ReadDeed.all().stream().flatMap(deed -> cells(deed.name(), deed.places()).stream()),
                        cells(SUBSCRIBE, Place.rooms()).stream())
                .toList();
    }

    private static List<Cell> cells(String deed, Iterable<Place> places) {
        List<Cell> cells = new ArrayList<>();
        for (Place place : places) {
            place.standings().forEach(standing -> cells.add(new Cell(deed, place, standing)));
        }
        return cells;
    }
}
