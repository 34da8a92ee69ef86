/** Who gets in and how much each may ask: the connection limit, draining, and the rate of commands. */
@NullMarked
package dev.parley.gateway.admission;

import org.jspecify.annotations.NullMarked;
