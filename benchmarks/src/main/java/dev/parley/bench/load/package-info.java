/**
 * The load generator: one thread, one selector, sockets that cost some hundred bytes each, and the counting of what
 * arrives. Knows WebSockets, but neither Parley nor its peers.
 */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
