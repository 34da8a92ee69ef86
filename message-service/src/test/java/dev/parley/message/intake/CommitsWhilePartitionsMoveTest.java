package dev.parley.message.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitsWhilePartitionsMoveTest {
    private final CommitsWhilePartitionsMove filter = new CommitsWhilePartitionsMove();

    @Test
    void a_commit_that_will_be_tried_again_where_partitions_move_is_not_worth_a_line() {
        assertThat(filter.isLoggable(warning(new RebalanceInProgressException("partitions move"))))
                .isFalse();
    }

    @Test
    void all_else_is() {
        assertThat(filter.isLoggable(warning(null))).isTrue();
        assertThat(filter.isLoggable(warning(new CommitFailedException("away too long"))))
                .isTrue();
    }

    @Test
    void the_log_uses_it() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
            settings.load(file);
        }
        assertThat(settings).containsEntry("quarkus.log.console.filter", CommitsWhilePartitionsMove.NAME);
    }

    private static LogRecord warning(@Nullable Throwable thrown) {
        LogRecord warning = new LogRecord(Level.WARNING, "Failed to commit, it will be re-attempted");
        warning.setThrown(thrown);
        return warning;
    }
}
