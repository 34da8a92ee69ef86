/** What operators rely on: metrics, traces, and that nobody notices when parts are replaced or added. */
@NullMarked
package dev.parley.system.operation;

import org.jspecify.annotations.NullMarked;
