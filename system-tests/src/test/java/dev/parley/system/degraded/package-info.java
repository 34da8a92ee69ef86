/**
 * How the system behaves while something that it needs is away: what it still does, what it refuses and how soon, and what its
 * health says. {@link dev.parley.system.faults.FaultsIT} is about nothing being lost meanwhile.
 */
@NullMarked
package dev.parley.system.degraded;

import org.jspecify.annotations.NullMarked;
