/**
 * Bugs planted into running services, and crash points: {@link dev.parley.system.plant.Planter} restarts a service with the
 * agent of {@link dev.parley.system.plant.agent} in its JVM; from then on bugs come and go as the service runs, and it halts
 * at a crash point whenever it is told to. By which column of a fault run's table each bug shows is said in
 * {@link dev.parley.system.faults.Proof}.
 */
@NullMarked
package dev.parley.system.plant;

import org.jspecify.annotations.NullMarked;
