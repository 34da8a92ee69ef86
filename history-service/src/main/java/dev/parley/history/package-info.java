/**
 * The history service: what happened, read from PostgreSQL and answered over HTTP. It writes nothing.
 *
 * <p>Features have a package each: {@code rooms}, {@code messages}, {@code events}, {@code people} and {@code search}
 * answer clients, {@code gateways} answers gateways on a port of their own. They stand on {@code access} (who asks, and
 * what may they see), {@code database} (bounded reads), {@code paging} and {@code problems}, which know no feature.
 * Here lives only what concerns all of them: what their OpenAPI has in common, how times are written, and how long
 * routes take.
 */
@NullMarked
package dev.parley.history;

import org.jspecify.annotations.NullMarked;
