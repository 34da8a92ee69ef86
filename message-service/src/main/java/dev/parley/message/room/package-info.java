/**
 * What a room is while its commands are decided, and who may do what in it.
 *
 * <p>{@link dev.parley.message.room.Room} is loaded under its row's lock and changed in memory only by
 * {@link dev.parley.message.room.Room#write}. The {@code *Rules} look at it and say a
 * {@link dev.parley.message.room.Ruling}; they change nothing. Plain Java: nothing of Kafka, SQL or Quarkus may live
 * here.
 */
@NullMarked
package dev.parley.message.room;

import org.jspecify.annotations.NullMarked;
