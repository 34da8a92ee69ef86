/** What is read off the other packages when somebody asks for metrics. What counts as it happens is counted where it happens. */
@NullMarked
package dev.parley.gateway.metrics;

import org.jspecify.annotations.NullMarked;
