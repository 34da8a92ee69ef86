/**
 * Refusals as RFC 9457 problem details, one shape for every status and both ports. No refusal is written
 * anywhere else, and none tells what went wrong inside.
 */
@NullMarked
package dev.parley.history.problems;

import org.jspecify.annotations.NullMarked;
