package dev.parley.message.store;

import dev.parley.message.sequencing.StoreFailure;
import dev.parley.message.sequencing.StoreFailure.Kind;
import io.vertx.pgclient.PgException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failed transaction means.
 *
 * <p>What PostgreSQL says of the data itself is the batch's own fault. A mistake in a program may be: it is tried again
 * as if it were a clash, and then the batch is halved. Everything else counts as the database being away: to wait is
 * noticed and mended, a command put aside by mistake is lost.
 */
final class Failures {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** Classes of SQLSTATE: the first two characters. */
    private static final String TRANSACTION_ROLLBACK = "40";

    private static final Set<String> OFFENCES = Set.of(
            "0A", // feature not supported
            "21", // cardinality violation
            "22", // data exception
            "23", // integrity constraint violation
            "54"); // program limit exceeded: a text too long for its index

    private Failures() {}

    static StoreFailure failure(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof StoreFailure known) {
                return known;
            }
            if (cause instanceof PgException postgres) {
                return new StoreFailure(kind(postgres.getSqlState()), failure);
            }
        }
        return new StoreFailure(isMistake(failure) ? Kind.CLASH : Kind.AWAY, failure);
    }

    private static boolean isMistake(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root instanceof NullPointerException
                || root instanceof IllegalArgumentException
                || root instanceof ClassCastException
                || root instanceof IndexOutOfBoundsException
                || root instanceof ArithmeticException;
    }

    static Kind kind(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() < 2) {
            return Kind.AWAY;
        }
        // A foreign key: the cache of people was fuller than a restored database, and is empty now.
        if (sqlState.equals(UNIQUE_VIOLATION) || sqlState.equals(FOREIGN_KEY_VIOLATION)) {
            return Kind.CLASH;
        }
        String sqlClass = sqlState.substring(0, 2);
        if (sqlClass.equals(TRANSACTION_ROLLBACK)) {
            return Kind.CLASH;
        }
        return OFFENCES.contains(sqlClass) ? Kind.OFFENCE : Kind.AWAY;
    }
}
