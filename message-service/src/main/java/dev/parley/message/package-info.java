/**
 * The message service: the only writer.
 *
 * <p>A batch of commands goes one way: {@code intake} reads it from Kafka, {@code batch} takes it to its end,
 * {@code sequencing} decides it in memory with the rules of {@code room}, {@code store} reads and writes PostgreSQL in one
 * transaction, {@code publishing} tells Kafka what happened. {@code room}, {@code sequencing} and {@code batch} are plain
 * Java: no Quarkus, Kafka or SQL may be imported there.
 */
@NullMarked
package dev.parley.message;

import org.jspecify.annotations.NullMarked;
