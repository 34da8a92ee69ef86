/** {@code ./parley bench}: chooses scenarios and subjects, and keeps what they gave. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
