/**
 * Who asks, and what they may see: the caller, their standing in a room, and the wait for a room to reach a
 * sequence. The one place that decides visibility; no feature asks the tables room, member or ban for
 * permission itself.
 */
@NullMarked
package dev.parley.history.access;

import org.jspecify.annotations.NullMarked;
