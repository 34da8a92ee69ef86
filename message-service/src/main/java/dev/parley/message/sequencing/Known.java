package dev.parley.message.sequencing;

import dev.parley.message.room.People;
import dev.parley.message.room.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a batch: read by a store under the rooms' locks, then changed by the {@link Sequencer} as it
 * decides. Belongs to one transaction.
 */
public final class Known {
    private final Map<String, Long> next = new HashMap<>();
    private final Map<UUID, Room> rooms = new HashMap<>();
    private final Map<CommandKey, AcceptedCommand> accepted = new HashMap<>();
    private final Map<UUID, Map<Long, LoggedEvent>> log = new HashMap<>();
    private final People people = new People();

    /** @param next the first offset of the partition that was not decided yet */
    public void addProgress(String partition, long next) {
        this.next.put(partition, next);
    }

    public void addRoom(Room room) {
        rooms.put(room.id(), room);
    }

    public void addAccepted(AcceptedCommand command) {
        accepted.put(command.key(), command);
    }

    /** An event of a command that was accepted before. */
    public void addLogged(LoggedEvent event) {
        log.computeIfAbsent(event.room(), _ -> new HashMap<>()).put(event.sequence(), event);
    }

    public People people() {
        return people;
    }

    public Collection<Room> rooms() {
        return rooms.values();
    }

    public @Nullable Room room(UUID id) {
        return rooms.get(id);
    }

    public Collection<AcceptedCommand> accepted() {
        return accepted.values();
    }

    Optional<AcceptedCommand> accepted(CommandKey key) {
        return Optional.ofNullable(accepted.get(key));
    }

    /** Whether a batch with this place of the command log was decided and committed before. */
    boolean wasDecided(Submission.Position position) {
        return position.offset() < next.getOrDefault(position.partition(), 0L);
    }

    /** What the log holds of an accepted command's events; nothing of one that was accepted in this batch. */
    List<LoggedEvent> logged(AcceptedCommand command) {
        Long first = command.first();
        Map<Long, LoggedEvent> room = log.get(command.room());
        if (first == null || room == null) {
            return List.of();
        }
        List<LoggedEvent> events = new ArrayList<>();
        for (long sequence = first; sequence <= command.sequence(); sequence++) {
            LoggedEvent event = room.get(sequence);
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }
}
