/**
 * Messages as they stand now: edits applied, deleted ones as tombstones, reactions counted. What was said when
 * is the log's business, in events.
 */
@NullMarked
package dev.parley.history.messages;

import org.jspecify.annotations.NullMarked;
