/** What single steps take, measured by JMH: {@code ./parley bench micro}. */
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
