/**
 * What Kafka is told after a commit: events for everybody, and replies for the gateway that asked.
 *
 * <p>{@link dev.parley.message.publishing.Publications} makes the records and is plain Java;
 * {@link dev.parley.message.publishing.KafkaPublisher} sends them. Nothing is decided here.
 */
@NullMarked
package dev.parley.message.publishing;

import org.jspecify.annotations.NullMarked;
