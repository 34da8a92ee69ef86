/** What the operating system says of processes and of the machine. */
@NullMarked
package dev.parley.bench.machine;

import org.jspecify.annotations.NullMarked;
