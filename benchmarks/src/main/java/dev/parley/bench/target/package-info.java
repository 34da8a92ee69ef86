/** What is measured: a Parley of its own, and its peers, each behind the dialect that a client speaks with it. */
@NullMarked
package dev.parley.bench.target;

import org.jspecify.annotations.NullMarked;
