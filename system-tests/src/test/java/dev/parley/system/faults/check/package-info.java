/** Histories made by hand, so that the checker itself is checked. */
@NullMarked
package dev.parley.system.faults.check;

import org.jspecify.annotations.NullMarked;
