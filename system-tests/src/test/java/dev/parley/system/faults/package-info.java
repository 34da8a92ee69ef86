/** The short run of {@code ./parley faults} that every test run makes. */
@NullMarked
package dev.parley.system.faults;

import org.jspecify.annotations.NullMarked;
