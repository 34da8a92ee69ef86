/**
 * The connection itself, whatever is said on it: getting in, staying in, being thrown out, coming back, and what a hostile or
 * slow client can do to others (nothing).
 */
@NullMarked
package dev.parley.system.connection;

import org.jspecify.annotations.NullMarked;
