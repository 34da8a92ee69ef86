package dev.parley.gateway.delivery;

import java.time.Duration;

/**
 * How far events may be away, and how much of what is known of them may wait.
 *
 * @param resumeEvents how far behind its room a cursor may be
 * @param ringBytes what all rooms' recent events may take; older ones are history-service's
 * @param broadcastDelay how much later than history-service the broadcast may bring an event
 * @param announcedBytes of a connection's {@code subscribed} frames before it is waited until its socket has taken them
 */
public record Reach(int resumeEvents, long ringBytes, Duration broadcastDelay, int announcedBytes) {}
