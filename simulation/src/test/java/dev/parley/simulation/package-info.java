/**
 * One world out of one seed: the cores of message-service and gateways as they are, and around them a Kafka, a database,
 * networks and clients that are made up and do the worst that the real ones may do.
 *
 * <p>{@link dev.parley.simulation.World} has the clock, the agenda and the dice. What is simulated is called
 * {@code Simulated…}; {@link dev.parley.simulation.Ledger}, {@link dev.parley.simulation.RoomTruth} and
 * {@link dev.parley.simulation.Listenings} know what happened and hold everybody to the promises of docs/guarantees.md.
 * {@link dev.parley.simulation.Mutant} plants bugs, to show that they would be found. No threads, no real time, no order
 * that depends on identity hashes: a seed is a history, to the last step.
 */
@NullMarked
package dev.parley.simulation;

import org.jspecify.annotations.NullMarked;
