package dev.parley.message.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The connections, set up so that a batch's one long write is prepared once and then only executed. Without this the
 * client prepares whatever is longer than 2,048 characters anew each time.
 */
@Singleton
public class PoolWithLongStatements implements PgPoolCreator {
    private static final int LONGEST_STATEMENT_CHARACTERS = 16 * 1024;

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> options = input.pgConnectOptionsList();
        options.forEach(each -> each.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT_CHARACTERS));
        return Pool.pool(input.vertx(), options.getFirst(), input.poolOptions());
    }
}
