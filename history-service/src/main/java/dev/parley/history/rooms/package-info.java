/**
 * Rooms as their members and finders see them: a user's own, the open ones, one by its id, and who belongs to
 * it.
 */
@NullMarked
package dev.parley.history.rooms;

import org.jspecify.annotations.NullMarked;
