package dev.parley.message.sequencing;

import dev.parley.contract.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log has it.
 *
 * @param affected id of the user concerned, if the event changes who may listen
 * @param body the event's JSON, made once: these bytes are stored, published and pushed to clients
 */
public record LoggedEvent(
        UUID room,
        String epoch,
        long sequence,
        String type,
        @Nullable String affected,
        String body) {

    static LoggedEvent of(UUID room, String epoch, Event event, String body) {
        String affected = event.change() instanceof Event.MembershipChange change
                ? change.user().id()
                : null;
        return new LoggedEvent(room, epoch, event.sequence(), event.change().type(), affected, body);
    }
}
