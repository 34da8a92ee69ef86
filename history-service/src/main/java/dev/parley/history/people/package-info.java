/**
 * People who signed in at least once, and the caller.
 */
@NullMarked
package dev.parley.history.people;

import org.jspecify.annotations.NullMarked;
