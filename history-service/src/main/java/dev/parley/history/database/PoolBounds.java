package dev.parley.history.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The pool without its own timeout for a connection: {@link Reads} has one for the whole read, and the pool's leaves a
 * timer behind when connecting fails, which then logs an error about a promise that is already complete.
 *
 * <p>A connection on which nothing arrives ends even while an answer is waited for: the pool's own bound is for those that
 * nobody uses. A server that lost its power says nothing any more, and every read would get such a connection and keep it.
 */
@Singleton
public class PoolBounds implements PgPoolCreator {
    private static final int CONNECT_MILLIS_MAX = 3_000;
    /** Of which the pool's idle timeout may be over when a read begins: it has ten, more than {@code statement_timeout}. */
    private static final int SILENT_SECONDS_MAX = 30;

    @Override
    public Pool create(Input input) {
        for (PgConnectOptions server : input.pgConnectOptionsList()) {
            server.setConnectTimeout(CONNECT_MILLIS_MAX);
            server.setReadIdleTimeout(SILENT_SECONDS_MAX).setIdleTimeoutUnit(TimeUnit.SECONDS);
        }
        return Pool.pool(
                input.vertx(),
                input.pgConnectOptionsList().getFirst(),
                input.poolOptions().setConnectionTimeout(0));
    }
}
