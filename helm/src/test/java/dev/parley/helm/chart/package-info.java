/** The chart as Helm renders it, and the objects that come out. What is right about them is said elsewhere. */
@NullMarked
package dev.parley.helm.chart;

import org.jspecify.annotations.NullMarked;
