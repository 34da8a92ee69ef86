package dev.parley.message.store;

import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The store in PostgreSQL.
 *
 * <p>Called on a thread that may block. The transaction itself runs on a duplicated Vert.x context of its own, on one
 * event loop from begin to commit, as Hibernate Reactive demands.
 */
@ApplicationScoped
public class PostgresStore implements Store {
    private final KnownReader reader;
    private final DecisionWriter writer;
    private final RecentPeople recentPeople;
    private final Timer transactions;

    public PostgresStore(KnownReader reader, DecisionWriter writer, RecentPeople recentPeople, MeterRegistry meters) {
        this.reader = reader;
        this.writer = writer;
        this.recentPeople = recentPeople;
        this.transactions = Timer.builder("parley.transaction")
                .description("One batch's transaction, from begin to commit")
                .register(meters);
    }

    @Override
    public Decision transact(Needs needs, Function<Known, Decision> decide) {
        Timer.Sample sample = Timer.start();
        Decision decision;
        try {
            decision = VertxContextSupport.subscribeAndAwait(
                    () -> Panache.withTransaction(() -> inTransaction(needs, decide)));
        } catch (Throwable failure) {
            recentPeople.forget();
            throw Failures.failure(failure);
        }
        sample.stop(transactions);
        recentPeople.committed(decision);
        return decision;
    }

    private Uni<Decision> inTransaction(Needs needs, Function<Known, Decision> decide) {
        return Panache.getSession()
                .chain(session ->
                        reader.read(session, needs).map(decide).chain(decision -> written(session, decision)));
    }

    private Uni<Decision> written(Mutiny.Session session, Decision decision) {
        return writer.write(session, decision).replaceWith(decision);
    }
}
