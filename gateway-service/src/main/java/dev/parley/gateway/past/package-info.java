/** What history-service knows, asked over its internal port: many users' questions in one. */
@NullMarked
package dev.parley.gateway.past;

import org.jspecify.annotations.NullMarked;
