/** What a run gave: a line for people, JSON for comparison, and pictures. */
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
