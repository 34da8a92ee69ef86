/**
 * The internal port: what gateways ask when people connect and when they missed events. A server of its own,
 * with a service credential instead of a user's token; no client reaches it and no resource of the public port
 * uses it.
 */
@NullMarked
package dev.parley.history.gateways;

import org.jspecify.annotations.NullMarked;
