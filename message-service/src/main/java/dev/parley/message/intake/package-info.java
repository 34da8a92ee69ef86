/**
 * The way in: commands from Kafka, in batches, and whether that works.
 *
 * <p>{@link dev.parley.message.intake.CommandIntake} is called with each batch, one after the other;
 * {@link dev.parley.message.intake.CommandReader} understands its records. Health, metrics and the wiring of the plain
 * core live here too. Nothing is decided here.
 */
@NullMarked
package dev.parley.message.intake;

import org.jspecify.annotations.NullMarked;
