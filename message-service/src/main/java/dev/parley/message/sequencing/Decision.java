package dev.parley.message.sequencing;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.message.room.Room;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What was decided about a batch: what to write, and what to tell whom.
 *
 * @param outcomes one for each submission, in the batch's order
 * @param at when it was decided; the time of every event
 * @param progress for each partition of the batch the first offset that is not decided yet
 * @param senders who sent the batch
 * @param rooms the batch's rooms, by id ascending; each knows what of it changed
 * @param events new in the log, by room and sequence ascending
 * @param redactions what stands in the log from now on in place of a deleted message's text
 */
public record Decision(
        List<Outcome> outcomes,
        Instant at,
        Map<String, Long> progress,
        List<Person> senders,
        List<Room> rooms,
        List<NewEvent> events,
        List<Redaction> redactions,
        List<AcceptedCommand> accepted) {

    public record NewEvent(Event event, LoggedEvent logged) {}

    public record Redaction(UUID room, long sequence, String body) {}

    public Decision {
        outcomes = List.copyOf(outcomes);
        progress = Map.copyOf(progress);
        senders = List.copyOf(senders);
        rooms = List.copyOf(rooms);
        events = List.copyOf(events);
        redactions = List.copyOf(redactions);
        accepted = List.copyOf(accepted);
    }
}
