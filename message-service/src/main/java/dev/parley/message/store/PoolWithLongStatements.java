package dev.parley.message.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections, set up so that a batch's one long write is prepared once and then only executed. Without this the
 * client prepares whatever is longer than 2,048 characters anew each time.
 *
 * <p>And so that one on which nothing arrives ends even while an answer is waited for: the pool's own bound is for those that
 * nobody uses. A server that lost its power says nothing any more, and TCP takes a quarter of an hour to notice.
 */
@Singleton
public class PoolWithLongStatements implements PgPoolCreator {
    private static final int LONGEST_STATEMENT_CHARACTERS = 16 * 1024;
    /** Of which the pool's idle timeout may be over when a statement begins: it has twenty, more than {@code lock_timeout}. */
    private static final int SILENT_SECONDS_MAX = 30;

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> options = input.pgConnectOptionsList();
        options.forEach(each -> {
            each.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT_CHARACTERS);
            each.setReadIdleTimeout(SILENT_SECONDS_MAX).setIdleTimeoutUnit(TimeUnit.SECONDS);
        });
        return Pool.pool(input.vertx(), options.getFirst(), input.poolOptions());
    }
}
