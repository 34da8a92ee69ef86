/**
 * How a batch of commands becomes events with numbers.
 *
 * <p>{@link dev.parley.message.sequencing.Needs} says what must be known about a batch,
 * {@link dev.parley.message.sequencing.Known} is that, read under the rooms' locks,
 * {@link dev.parley.message.sequencing.Sequencer} decides every command in order, and
 * {@link dev.parley.message.sequencing.Decision} is what to write and what to tell. Plain Java: nothing
 * of Kafka, SQL or Quarkus may live here, so that a simulator can run all of it.
 */
@NullMarked
package dev.parley.message.sequencing;

import org.jspecify.annotations.NullMarked;
