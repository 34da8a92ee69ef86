package dev.parley.history.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;

/**
 * The pool without its own timeout for a connection: {@link Reads} has one for the whole read, and the pool's leaves a
 * timer behind when connecting fails, which then logs an error about a promise that is already complete.
 */
@Singleton
public class PoolBounds implements PgPoolCreator {
    private static final int CONNECT_MILLIS_MAX = 3_000;

    @Override
    public Pool create(Input input) {
        for (PgConnectOptions server : input.pgConnectOptionsList()) {
            server.setConnectTimeout(CONNECT_MILLIS_MAX);
        }
        return Pool.pool(
                input.vertx(),
                input.pgConnectOptionsList().getFirst(),
                input.poolOptions().setConnectionTimeout(0));
    }
}
