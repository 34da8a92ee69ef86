/**
 * PostgreSQL, through Hibernate Reactive.
 *
 * <p>A batch of any size takes a fixed number of statements: what it needs is read by arrays ({@code unnest}), never row
 * by row, and what it did is written in one. {@link dev.parley.message.store.KnownReader} reads,
 * {@link dev.parley.message.store.DecisionWriter} writes, {@link dev.parley.message.store.PostgresStore} makes it one
 * transaction and says what a failure means. Who may do what is not known here. The tables are told in
 * {@code db/migration}.
 *
 * <p>Locks are taken in one order by everybody, so that two services never wait for each other: progress, then rooms by
 * id.
 */
@NullMarked
package dev.parley.message.store;

import org.jspecify.annotations.NullMarked;
