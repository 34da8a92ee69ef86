/**
 * Processes that end with us. {@link dev.parley.local.process.ChildProcess} starts, signals and ends one;
 * {@link dev.parley.local.process.Await} waits for a condition with a bound; {@link dev.parley.local.process.Ports} finds
 * ports. Nothing here knows what the processes are.
 */
@NullMarked
package dev.parley.local.process;

import org.jspecify.annotations.NullMarked;
