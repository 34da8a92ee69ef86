package dev.parley.message.intake;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * Leaves out of the log that offsets were not committed because partitions move to another message-service. It happens
 * whenever one comes or goes, and costs nothing: the connector commits them again, or whoever has the partition next reads
 * commands that have been accepted, and knows them.
 */
@LoggingFilter(name = CommitsWhilePartitionsMove.NAME)
public final class CommitsWhilePartitionsMove implements Filter {
    /** As the handlers' settings name it. */
    static final String NAME = "commits-while-partitions-move";

    @Override
    public boolean isLoggable(LogRecord logged) {
        return !(logged.getThrown() instanceof RebalanceInProgressException);
    }
}
