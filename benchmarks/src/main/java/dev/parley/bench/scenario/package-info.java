/** What is done to a server, and what is counted meanwhile. Each scenario prints one line and gives one JSON object. */
@NullMarked
package dev.parley.bench.scenario;

import org.jspecify.annotations.NullMarked;
