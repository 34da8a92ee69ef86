/**
 * Reads of PostgreSQL with a bound on their number and on their time. Nothing here knows a table of Parley
 * except the readiness check, and nothing here or above may send a statement that is not a SELECT.
 */
@NullMarked
package dev.parley.history.database;

import org.jspecify.annotations.NullMarked;
