package dev.parley.message.store;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of a native query, its columns by place. */
record Row(@Nullable Object[] columns) {

    UUID id(int column) {
        return (UUID) required(column);
    }

    String text(int column) {
        return (String) required(column);
    }

    @Nullable
    String optionalText(int column) {
        return (String) columns[column];
    }

    long number(int column) {
        return ((Number) required(column)).longValue();
    }

    @Nullable
    Long optionalNumber(int column) {
        return columns[column] == null ? null : Long.valueOf(number(column));
    }

    boolean flag(int column) {
        return (Boolean) required(column);
    }

    private Object required(int column) {
        return Objects.requireNonNull(columns[column], "a column that is never null");
    }
}
