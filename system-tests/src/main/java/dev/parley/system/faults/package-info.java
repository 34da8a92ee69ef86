/**
 * {@code ./parley faults}: proves by breaking everything that what was acknowledged is never lost, doubled or reordered.
 * {@link dev.parley.system.faults.Main} is the command, {@link dev.parley.system.faults.Run} one run: start the system, load
 * it, break and mend by a seed, come to rest, read everything back, check. What lives in the packages below does one of these
 * things each; here they are only put together.
 */
@NullMarked
package dev.parley.system.faults;

import org.jspecify.annotations.NullMarked;
