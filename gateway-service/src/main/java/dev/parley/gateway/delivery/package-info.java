/**
 * Which event goes to which connection, in which order: the heart of the gateway, as plain single-threaded code.
 *
 * <p>{@link dev.parley.gateway.delivery.Switchboard} is told what happens (records arrive, a connection subscribes, an
 * answer of history-service comes in) and says through {@link dev.parley.gateway.delivery.Outlet} what to send. It knows
 * no socket, no Kafka, no HTTP and no clock: the same code runs under a simulator that loses, doubles and reorders
 * everything around it. All calls, and all callbacks of {@link dev.parley.gateway.delivery.Past}, come from one thread.
 */
@NullMarked
package dev.parley.gateway.delivery;

import org.jspecify.annotations.NullMarked;
