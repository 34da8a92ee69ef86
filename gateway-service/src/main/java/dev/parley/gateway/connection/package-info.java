/**
 * Sockets: what WebSockets Next does not do is done here, beside it. Frames are written as wire bytes to the Netty
 * channel, shared by all who get them, one flush for a batch; what waits for a slow client is bounded.
 */
@NullMarked
package dev.parley.gateway.connection;

import org.jspecify.annotations.NullMarked;
