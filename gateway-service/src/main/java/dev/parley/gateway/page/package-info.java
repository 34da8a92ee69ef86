/**
 * The web client, served at {@code /}: its files, made by the module {@code clients/web}, are read once and held in memory
 * with their compressed forms. Nothing here knows of rooms or connections; what the page wants, it asks like every client.
 */
@NullMarked
package dev.parley.gateway.page;

import org.jspecify.annotations.NullMarked;
