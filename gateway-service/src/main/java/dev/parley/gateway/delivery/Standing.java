package dev.parley.gateway.delivery;

import dev.parley.contract.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a user stood to a room when its log ended at {@code sequence}. Events after that number are applied to it, so a
 * stale answer is never a hole in permission.
 */
public sealed interface Standing {
    UUID room();

    /** No such room, as far as this user may know. */
    record Unseen(UUID room) implements Standing {}

    /** @param role null for somebody who may read an open room without being a member */
    record Seen(
            UUID room,
            String epoch,
            long sequence,
            @Nullable Role role) implements Standing {}
}
