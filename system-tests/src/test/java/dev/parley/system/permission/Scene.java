package dev.parley.system.permission;

import dev.parley.system.environment.User;
import java.util.UUID;

/**
 * A room, somebody who tries something there, and the others around.
 *
 * @param own sequence of a message of the actor, where they could ever post; else the founder's
 * @param founders sequence of a message of the founder
 */
record Scene(UUID room, User actor, Cast cast, long own, long founders) {

    /**
     * The people who are in every room.
     *
     * @param founder owner
     * @param peer plain member
     * @param aide moderator
     * @param outcast banned
     * @param newcomer known to the system, not to the room
     */
    record Cast(User founder, User peer, User aide, User outcast, User newcomer) {}
}
