package dev.parley.history.database;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The only door to the database: every read through it is counted and timed.
 *
 * <p>A read that is too late is answered as unavailable, but not cancelled: it ends by itself, returns its connection and
 * counts as under way until then. Cancelling would leave the connection to nobody.
 */
@ApplicationScoped
public class Reads {
    private final Vertx vertx;
    private final Pool pool;
    private final ReadConfig config;
    private final AtomicInteger underWay = new AtomicInteger();

    Reads(Vertx vertx, Pool pool, ReadConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.config = config;
    }

    /** One SELECT, its rows mapped. It sees one snapshot. */
    public <T> Uni<List<T>> rows(String sql, Tuple parameters, Function<Row, T> mapping) {
        return bounded(() -> pool.preparedQuery(sql).execute(parameters).map(rows -> mapped(rows, mapping)));
    }

    /** Work with one Hibernate session, which {@link Panache} finds in the context. */
    public <T> Uni<T> session(Supplier<Uni<T>> work) {
        return bounded(() -> Panache.withSession(work));
    }

    private static <T> List<T> mapped(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            values.add(mapping.apply(row));
        }
        return values;
    }

    private <T> Uni<T> bounded(Supplier<Uni<T>> read) {
        return Uni.createFrom().emitter(answer -> {
            if (underWay.incrementAndGet() > config.concurrentMax()) {
                underWay.decrementAndGet();
                answer.fail(new DatabaseAway("too many reads at once"));
                return;
            }
            run(read, answer);
        });
    }

    private <T> void run(Supplier<Uni<T>> read, UniEmitter<? super T> answer) {
        AtomicBoolean answered = new AtomicBoolean();
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> {
            if (answered.compareAndSet(false, true)) {
                answer.fail(new DatabaseAway("no answer in time"));
            }
        });
        Uni.createFrom()
                .deferred(read::get)
                .onTermination()
                .invoke(underWay::decrementAndGet)
                .subscribe()
                .with(
                        value -> {
                            vertx.cancelTimer(timer);
                            if (answered.compareAndSet(false, true)) {
                                answer.complete(value);
                            }
                        },
                        failure -> {
                            vertx.cancelTimer(timer);
                            if (answered.compareAndSet(false, true)) {
                                answer.fail(failure);
                            }
                        });
    }
}
