/** Reads everything back over HTTP when the run has come to rest, and now and then before. Judges nothing. */
@NullMarked
package dev.parley.system.faults.read;

import org.jspecify.annotations.NullMarked;
