package dev.parley.gateway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What history-service knows. Each call is answered once, later, on the caller's thread; questions that are asked while
 * another is under way are put together.
 */
public interface Past {
    /** One question for each room; answers come in the order of the rooms. */
    void standings(String user, List<UUID> rooms, Consumer<Reply<List<Standing>>> then);

    /** Every room that the user is a member of. */
    void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then);

    /** At most {@code limit} events after the sequence, ascending and without a hole; fewer when there are no more. */
    void events(UUID room, long after, int limit, Consumer<Reply<Page>> then);

    /** Calls back on the caller's thread after a while. */
    void after(Duration delay, Runnable then);

    /** A stretch of a room's log. */
    record Page(String epoch, List<LoggedEvent> events) {}

    /** An answer, or none because history-service could not be reached in time. */
    sealed interface Reply<T> {
        record Known<T>(T value) implements Reply<T> {}

        record Unreachable<T>() implements Reply<T> {}
    }
}
