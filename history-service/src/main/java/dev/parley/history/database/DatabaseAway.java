package dev.parley.history.database;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database did not answer, or there is no room to ask it: nobody's mistake, and worth another try. */
public final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Classes of SQLSTATE: connection lost, too few resources, shut down or cancelled by the operator. */
    private static final Set<String> CLASSES_AWAY = Set.of("08", "53", "57", "58");

    private static final String CANCELLED = "57014";
    private static final int CAUSES_MAX = 10;

    private final String reason;

    DatabaseAway(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Whether somewhere under this failure the database was away. */
    public static boolean isCauseOf(Throwable failure) {
        return find(failure) != null;
    }

    /** Whether PostgreSQL gave the statement up after its {@code statement_timeout}. */
    public static boolean tookTooLong(Throwable failure) {
        return find(failure) instanceof PgException refused && CANCELLED.equals(refused.getSqlState());
    }

    /** For logs: the kind of failure, without the statement or what it asked for. */
    public static String describe(Throwable failure) {
        Throwable away = find(failure);
        if (away instanceof DatabaseAway own) {
            return own.reason;
        }
        if (away instanceof PgException refused) {
            return "SQLSTATE " + refused.getSqlState();
        }
        return (away == null ? failure : away).getClass().getSimpleName();
    }

    private static @Nullable Throwable find(Throwable failure) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
            if (isAway(at)) {
                return at;
            }
            at = at.getCause();
        }
        return null;
    }

    private static boolean isAway(Throwable failure) {
        return switch (failure) {
            case DatabaseAway own -> true;
            case ClosedConnectionException closed -> true;
            case IOException unreachable -> true;
            case PgException refused -> {
                String state = refused.getSqlState();
                yield state != null && CLASSES_AWAY.contains(state.substring(0, 2));
            }
            default -> false;
        };
    }
}
