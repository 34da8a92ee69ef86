/**
 * Takes batches to their end, whatever fails on the way.
 *
 * <p>Plain Java over the interfaces {@code Store} and {@code Publisher}: nothing of Kafka, SQL or Quarkus may live here,
 * so that a simulator can crash it anywhere.
 */
@NullMarked
package dev.parley.message.batch;

import org.jspecify.annotations.NullMarked;
