/**
 * Who may do what: every command and every read, for every standing in every kind of room, against one table that people can
 * read, {@code permissions.txt} beside this package's classes.
 */
@NullMarked
package dev.parley.system.permission;

import org.jspecify.annotations.NullMarked;
