/**
 * What a run saw, written down as it happened: {@link dev.parley.system.faults.history.Recorder} collects
 * {@link dev.parley.system.faults.history.Entry entries}, and {@link dev.parley.system.faults.history.Findings} is what was
 * read when everything had come to rest. Nothing is judged here.
 */
@NullMarked
package dev.parley.system.faults.history;

import org.jspecify.annotations.NullMarked;
