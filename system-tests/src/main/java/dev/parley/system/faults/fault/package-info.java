/**
 * What is broken, and how it is mended. {@link dev.parley.system.faults.fault.Stage} is the whole system with a
 * {@link dev.parley.system.faults.fault.TcpProxy} on its edges, {@link dev.parley.system.faults.fault.Catalogue} has every
 * fault by name, {@link dev.parley.system.faults.fault.Schedule} breaks and mends by a seed.
 */
@NullMarked
package dev.parley.system.faults.fault;

import org.jspecify.annotations.NullMarked;
