/**
 * Many people who use Parley as the protocol says: {@link dev.parley.system.faults.load.Client} is one of them and does all
 * that a good client does (reconnect with full jitter, resume, send again with the same id);
 * {@link dev.parley.system.faults.load.Workload} decides what they do. Everything they do and see is recorded; nothing is
 * judged here.
 */
@NullMarked
package dev.parley.system.faults.load;

import org.jspecify.annotations.NullMarked;
