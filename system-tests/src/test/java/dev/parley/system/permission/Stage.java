package dev.parley.system.permission;

import dev.parley.contract.Command;
import dev.parley.contract.Role;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Sets hundreds of scenes in a few waves: in each wave everything is sent before anything is waited for, and a wave starts
 * when all of the one before is done. The people are new, one for each standing and a founder with the rest of the cast.
 */
final class Stage {
    /** Stands in the rooms' names and the founder's messages, and nowhere else in the system. */
    private final String needle = "needle" + UUID.randomUUID().toString().replace("-", "");

    private final Scene.Cast cast;
    private final ParleyClient founder;
    private final Map<Standing, User> actors = new EnumMap<>(Standing.class);
    private final Map<Standing, ParleyClient> clients = new EnumMap<>(Standing.class);

    private final Map<Cell, UUID> rooms = new LinkedHashMap<>();
    private final Map<Cell, Long> own = new HashMap<>();
    private final Map<Cell, Long> founders = new HashMap<>();

    Stage(Conversation chat) {
        cast = new Scene.Cast(
                chat.fresh("founder"),
                chat.fresh("peer"),
                chat.fresh("aide"),
                chat.fresh("outcast"),
                chat.fresh("newcomer"));
        founder = chat.onFirst(cast.founder());
        for (Standing standing : Standing.values()) {
            User actor = chat.fresh(standing.name().toLowerCase(Locale.ROOT));
            actors.put(standing, actor);
            clients.put(standing, chat.onSecond(actor));
        }
    }

    String needle() {
        return needle;
    }

    /** The connection of whoever acts with this standing. */
    ParleyClient client(Standing standing) {
        return required(clients, standing);
    }

    private User actor(Cell cell) {
        return required(actors, cell.standing());
    }

    /** One scene for each cell, none shared. */
    Map<Cell, Scene> set(Collection<Cell> cells) {
        makeRooms(cells);
        founderPosts();
        actorsPost();
        actorsReact();
        giveStandings();
        Map<Cell, Scene> scenes = new LinkedHashMap<>();
        for (Cell cell : cells) {
            long foundersMessage = founders.getOrDefault(cell, 1L);
            scenes.put(
                    cell,
                    new Scene(
                            rooms.getOrDefault(cell, UUID.randomUUID()),
                            actor(cell),
                            cast,
                            own.getOrDefault(cell, foundersMessage),
                            foundersMessage));
        }
        return scenes;
    }

    private void makeRooms(Collection<Cell> cells) {
        Wave wave = new Wave();
        for (Cell cell : cells) {
            switch (cell.place()) {
                case PUBLIC, ANNOUNCEMENT, PRIVATE -> makeRoom(wave, cell);
                case DIRECT -> openDirect(wave, cell);
                case OTHER -> rooms.put(cell, create(wave, RoomKind.PRIVATE, cast.peer()));
                case UNKNOWN, NONE -> {}
            }
        }
        wave.await();
    }

    private void makeRoom(Wave wave, Cell cell) {
        RoomKind kind = cell.place().kind().orElseThrow();
        UUID room = wasThere(cell)
                ? create(wave, kind, cast.peer(), cast.aide(), actor(cell))
                : create(wave, kind, cast.peer(), cast.aide());
        rooms.put(cell, room);
        wave.send(founder, Say.setRole(room, cast.aide().id(), Role.MODERATOR));
        wave.send(founder, Say.ban(room, cast.outcast().id()));
        if (wasThere(cell)) {
            // A moderator may post everywhere; what becomes of him comes last.
            wave.send(founder, Say.setRole(room, actor(cell).id(), Role.MODERATOR));
        }
    }

    private UUID create(Wave wave, RoomKind kind, User... members) {
        String[] ids = Stream.of(members).map(User::id).toArray(String[]::new);
        Command.CreateRoom create = Say.createRoom(needle, kind, ids);
        wave.send(founder, create);
        return RoomIds.created(cast.founder().id(), create.id());
    }

    private void openDirect(Wave wave, Cell cell) {
        User other = wasThere(cell) ? actor(cell) : cast.peer();
        wave.send(founder, Say.openDirect(other.id()));
        rooms.put(cell, RoomIds.direct(List.of(cast.founder().id(), other.id())));
    }

    private void founderPosts() {
        Wave wave = new Wave();
        rooms.forEach((cell, room) -> wave.send(founder, Say.post(room, needle), cell, founders));
        wave.await();
    }

    private void actorsPost() {
        Wave wave = new Wave();
        rooms.forEach((cell, room) -> {
            if (wasThere(cell)) {
                wave.send(client(cell.standing()), Say.post(room, "my word"), cell, own);
            }
        });
        wave.await();
    }

    private void actorsReact() {
        Wave wave = new Wave();
        own.forEach((cell, sequence) ->
                wave.send(client(cell.standing()), Say.react(required(rooms, cell), sequence, Deed.EMOJI)));
        wave.await();
    }

    private void giveStandings() {
        Wave wave = new Wave();
        rooms.forEach((cell, room) -> {
            if (cell.place().kind().isPresent()) {
                standing(room, cell).ifPresent(command -> wave.send(founder, command));
            }
        });
        wave.await();
    }

    private Optional<Command> standing(UUID room, Cell cell) {
        String actor = actor(cell).id();
        return switch (cell.standing()) {
            case STRANGER, MODERATOR -> Optional.empty();
            case REMOVED -> Optional.of(Say.removeMember(room, actor));
            case BANNED -> Optional.of(Say.ban(room, actor));
            case MEMBER -> Optional.of(Say.setRole(room, actor, Role.MEMBER));
            case OWNER -> Optional.of(Say.setRole(room, actor, Role.OWNER));
        };
    }

    /** Whether the actor is or ever was in the cell's room. */
    private static boolean wasThere(Cell cell) {
        return cell.standing() != Standing.STRANGER && cell.place() != Place.OTHER;
    }

    private static <K, V> V required(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("nothing for " + key);
        }
        return value;
    }
}
