package dev.parley.message.sequencing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command's first and only answer.
 *
 * @param first sequence of the first event that it wrote; null if it wrote none
 * @param sequence of the last event that it wrote; for {@code read} the pointer as it stood
 */
public record AcceptedCommand(
        CommandKey key, UUID room, String epoch, @Nullable Long first, long sequence) {}
