/**
 * Full text over the messages of the caller's own rooms, newest first.
 */
@NullMarked
package dev.parley.history.search;

import org.jspecify.annotations.NullMarked;
