/**
 * Signals, gateway to gateway over {@code parley.signals}: typing, receipts, presence. Best effort, never through the
 * database or the log; what is lost here is put right by the next one.
 */
@NullMarked
package dev.parley.gateway.presence;

import org.jspecify.annotations.NullMarked;
