package dev.parley.contract.frame;

import dev.parley.contract.Command;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client sends. */
public sealed interface ClientFrame {

    /** A command; its JSON is the frame. */
    record Submit(Command command) implements ClientFrame {}

    /** Listens to these rooms; each is answered on its own, the whole with {@code accepted} at the end. */
    record Subscribe(String id, List<Listening> rooms) implements ClientFrame {
        public Subscribe {
            rooms = List.copyOf(rooms);
        }
    }

    /** Listens to every room that the user is a member of, now and later, from the head. */
    record SubscribeMine(String id) implements ClientFrame {}

    record Unsubscribe(String id, List<UUID> rooms) implements ClientFrame {
        public Unsubscribe {
            rooms = List.copyOf(rooms);
        }
    }

    /** The user is writing; no answer. */
    record Typing(UUID room) implements ClientFrame {}

    /** A fresh token of the same user extends the connection. */
    record Authenticate(String id, String token) implements ClientFrame {
        /** A token never reaches a log by way of its frame. */
        @Override
        public String toString() {
            return "Authenticate[id=" + id + "]";
        }
    }

    record Ping() implements ClientFrame {}

    record Pong() implements ClientFrame {}

    /**
     * A room to listen to.
     *
     * @param epoch of the cursor; null when the client has none yet, which matches any epoch
     * @param after sequence of the last event seen; null: from the head
     */
    record Listening(
            UUID room, @Nullable String epoch, @Nullable Long after) {}
}
