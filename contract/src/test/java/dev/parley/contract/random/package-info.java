/**
 * Random values of the contract for tests: every kind of command, event, answer and frame, from the smallest to the
 * longest, in the scripts and with the characters that break programs.
 *
 * <p>Whatever is drawn here is valid. Nothing here asserts.
 */
@NullMarked
package dev.parley.contract.random;

import org.jspecify.annotations.NullMarked;
