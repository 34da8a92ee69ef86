/**
 * The broadcast: reads every partition of the events, replies and signals, without a consumer group, and hands each poll
 * to the delivery thread. A dispatcher tier would take this package's place and nothing else's.
 */
@NullMarked
package dev.parley.gateway.events;

import org.jspecify.annotations.NullMarked;
