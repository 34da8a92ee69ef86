/**
 * Keyset paging: which part of a list is asked for, how a cursor is written, and the links to the next and the
 * previous part. Plain Java without SQL and without a feature's words.
 */
@NullMarked
package dev.parley.history.paging;

import org.jspecify.annotations.NullMarked;
