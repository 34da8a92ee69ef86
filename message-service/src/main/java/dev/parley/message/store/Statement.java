package dev.parley.message.store;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** One statement that writes any number of rows, each parameter an array with one value for each row. */
final class Statement<R> {
    private final Mutiny.Session session;
    private final String sql;
    private final Collection<R> rows;
    private final Map<String, Object> parameters = new HashMap<>();

    Statement(Mutiny.Session session, String sql, Collection<R> rows) {
        this.session = session;
        this.sql = sql;
        this.rows = rows;
    }

    <T> Statement<R> column(String name, Class<T> type, Function<R, ? extends @Nullable T> value) {
        parameters.put(name, Columns.of(rows, type, value));
        return this;
    }

    /** The time that all rows share. */
    Statement<R> at(Instant at) {
        parameters.put("at", Columns.time(at));
        return this;
    }

    /** Does nothing if there are no rows. */
    Uni<Void> execute() {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Mutiny.MutationQuery query = session.createNativeQuery(sql);
        parameters.forEach(query::setParameter);
        return query.executeUpdate().replaceWithVoid();
    }
}
