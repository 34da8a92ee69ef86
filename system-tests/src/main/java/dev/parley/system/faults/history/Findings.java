package dev.parley.system.faults.history;

import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is there when everything has come to rest.
 *
 * @param logs of each room that exists, as the service's own port tells it
 * @param reads of each room by each user, as anybody may ask
 * @param projections of each room, read by one of its members
 */
public record Findings(Map<UUID, Log> logs, List<Read> reads, List<Projection> projections) {
    public Findings {
        logs = Map.copyOf(logs);
        reads = List.copyOf(reads);
        projections = List.copyOf(projections);
    }

    public record Log(UUID room, String epoch, long head, List<Event> events) {
        public Log {
            events = List.copyOf(events);
        }
    }

    /**
     * @param status of the HTTP answer
     * @param head as the answer names it; 0 if it was refused
     */
    public record Read(String user, UUID room, int status, long head, List<Event> events) {
        public Read {
            events = List.copyOf(events);
        }
    }

    /** What history-service says of a room beside its log. */
    public record Projection(
            UUID room,
            String name,
            RoomKind kind,
            @Nullable String topic,
            long sequence,
            List<Member> members,
            List<Message> messages) {
        public Projection {
            members = List.copyOf(members);
            messages = List.copyOf(messages);
        }
    }

    public record Member(String id, Role role, long joinedSequence, long readSequence) {}

    /** @param reactions how many people by emoji */
    public record Message(
            long sequence,
            String by,
            String text,
            @Nullable Long replyTo,
            @Nullable Long editedSequence,
            boolean deleted,
            Map<String, Long> reactions) {
        public Message {
            reactions = Map.copyOf(reactions);
        }
    }
}
