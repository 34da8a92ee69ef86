/**
 * A room's log to clients, each event's JSON exactly as message-service wrote it; nothing here parses one.
 */
@NullMarked
package dev.parley.history.events;

import org.jspecify.annotations.NullMarked;
