package dev.parley.message.store;

import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array for each column, as {@code unnest} takes them. */
final class Columns {
    private Columns() {}

    static <T> T[] of(Collection<T> values, Class<T> type) {
        return of(values, type, value -> value);
    }

    @SuppressWarnings("unchecked")
    static <R, T> T[] of(Collection<R> rows, Class<T> type, Function<R, ? extends @Nullable T> column) {
        T[] values = (T[]) Array.newInstance(type, rows.size());
        int at = 0;
        for (R row : rows) {
            values[at++] = column.apply(row);
        }
        return values;
    }

    /** A value of type {@code text[]} within a column, which {@code unnest} would flatten if it were an array itself. */
    static String arrayLiteral(List<String> values) {
        return values.stream()
                .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
