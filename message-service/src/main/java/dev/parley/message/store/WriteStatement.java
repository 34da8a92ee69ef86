package dev.parley.message.store;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Many writes as one statement, and so one round trip: all but the last stand in front of it as {@code with} clauses.
 *
 * <p>Hazard: all of them see the tables as they were before, and PostgreSQL runs them in any order. So no two may touch
 * the same row.
 */
final class WriteStatement {
    private final List<String> names = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /** One write of any number of rows, each of its parameters an array with one value for each row. */
    final class Write<R> {
        private final String name;
        private final Collection<R> rows;

        private Write(String name, Collection<R> rows) {
            this.name = name;
            this.rows = rows;
        }

        <T> Write<R> column(String parameter, Class<T> type, Function<R, ? extends @Nullable T> value) {
            if (!rows.isEmpty()) {
                parameters.put(qualified(parameter), Columns.of(rows, type, value));
            }
            return this;
        }

        /** The time that all rows share. */
        @SuppressWarnings("UnusedReturnValue")
        Write<R> at(Instant at) {
            if (!rows.isEmpty()) {
                parameters.put(qualified("at"), Columns.time(at));
            }
            return this;
        }

        private String qualified(String parameter) {
            return name + '_' + parameter;
        }
    }

    /** Adds a write; without rows it is left out. */
    <R> Write<R> add(String name, String sql, Collection<R> rows) {
        if (!rows.isEmpty()) {
            names.add(name);
            // Each write's parameters have its name in front, for the writes share one statement.
            writes.add(sql.replace(":", ':' + name + '_'));
        }
        return new Write<>(name, rows);
    }

    Uni<Void> execute(Mutiny.Session session) {
        if (writes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Mutiny.MutationQuery query = session.createNativeQuery(sql());
        parameters.forEach(query::setParameter);
        return query.executeUpdate().replaceWithVoid();
    }

    private String sql() {
        StringBuilder sql = new StringBuilder();
        int last = writes.size() - 1;
        for (int i = 0; i < last; i++) {
            sql.append(i == 0 ? "with " : ", ");
            sql.append(names.get(i)).append(" as (").append(writes.get(i)).append(")\n");
        }
        return sql.append(writes.get(last)).toString();
    }
}
