package dev.parley.history.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What gateways need to know of one user in one room, all of it true at the same snapshot: the sequence says up to which
 * event the role and the visibility hold, and later events change them.
 *
 * @param sequence the room's head
 * @param role null for somebody who is not a member
 */
public record RoomStanding(
        UUID room,
        String user,
        String epoch,
        long sequence,
        String kind,
        @Nullable String role) {}
