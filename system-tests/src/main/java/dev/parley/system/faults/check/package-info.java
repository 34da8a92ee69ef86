/**
 * What a run's history proves and refutes. Plain code over {@link dev.parley.system.faults.history}: no clock, no network, no
 * thread. {@link dev.parley.system.faults.check.Checker} is the way in; {@link dev.parley.system.faults.check.Planted} spoils
 * a history on purpose, to show that the checker would have noticed.
 */
@NullMarked
package dev.parley.system.faults.check;

import org.jspecify.annotations.NullMarked;
