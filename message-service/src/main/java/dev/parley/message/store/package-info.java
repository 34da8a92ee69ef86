/**
 * PostgreSQL, through Hibernate Reactive.
 *
 * <p>A batch of any size takes a fixed number of statements: what it needs is read, and what it did is written, by
 * arrays ({@code unnest}), never row by row. {@link dev.parley.message.store.KnownReader} reads,
 * {@link dev.parley.message.store.DecisionWriter} writes, {@link dev.parley.message.store.PostgresStore} makes it one
 * transaction and says what a failure means. Who may do what is not known here. The tables are told in
 * {@code db/migration}.
 *
 * <p>Locks are taken in one order by everybody, so that two services never wait for each other: progress, rooms by id,
 * then the tables in the order of {@code DecisionWriter}, each by key.
 */
@NullMarked
package dev.parley.message.store;

import org.jspecify.annotations.NullMarked;
