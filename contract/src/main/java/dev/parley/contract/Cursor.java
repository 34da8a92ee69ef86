package dev.parley.contract;

import java.util.UUID;

/**
 * The last event of a room that somebody has seen.
 *
 * <p>Why the epoch: a room at sequence 90 is restored from yesterday's backup and stands at 70 again. Twenty new events
 * later it has a second event 90, and a client with the cursor 90 would believe that it missed nothing. The restore gives
 * the room a new epoch, so the old cursor no longer matches and the client is told {@code reset}.
 *
 * @param sequence 0 for somebody who has seen nothing
 */
public record Cursor(UUID room, String epoch, long sequence) {}
