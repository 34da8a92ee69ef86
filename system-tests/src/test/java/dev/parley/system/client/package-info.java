/**
 * What tests hold in their hands: a WebSocket client that records all it receives and waits for conditions, a second one
 * that works on bare bytes, and short ways to say commands and to read over HTTP.
 *
 * <p>Only the contract module and the JDK's sockets may be known here, no service's classes: a test sees what a stranger's
 * client would see. Nothing here sleeps; whatever waits, waits for a condition and gives up with an account of what came
 * instead.
 */
@NullMarked
package dev.parley.system.client;

import org.jspecify.annotations.NullMarked;
