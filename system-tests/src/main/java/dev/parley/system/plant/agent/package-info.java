/**
 * What a service's JVM gets as its agent when a bug is planted into it: {@link dev.parley.system.plant.agent.Agent} changes
 * the bytecode of the service's own classes when they are loaded and later, so nothing of it stands in the services or is shipped with
 * them. These classes, packed as a jar of their own, see the JDK and nothing else.
 */
@NullMarked
package dev.parley.system.plant.agent;

import org.jspecify.annotations.NullMarked;
