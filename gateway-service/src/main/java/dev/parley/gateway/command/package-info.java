/** The way of a command: to Kafka, and its answer back to whoever waits for it, on a socket or over HTTP. */
@NullMarked
package dev.parley.gateway.command;

import org.jspecify.annotations.NullMarked;
