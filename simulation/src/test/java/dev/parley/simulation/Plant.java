package dev.parley.simulation;

/** Bugs that are planted into what is simulated around the cores. */
enum Plant {
    NOTHING,
    /** A gateway says {@code accepted} when Kafka has the command. */
    ACCEPTED_BEFORE_COMMIT,
    /** message-service commits its offsets when it has read the records. */
    OFFSETS_FIRST,
    /** The database has no key for commands that were accepted. */
    NO_COMMAND_KEY,
    /** The database locks no rows, and the log has no key. */
    NO_LOCKS,
    /** The database says that it has committed, and sometimes it has not. */
    LOST_COMMITS,
    /** message-service publishes before it commits. */
    PUBLISHED_BEFORE_COMMIT,
    /** A gateway sends commands to Kafka in any order. */
    COMMANDS_REORDERED,
    /** history-service takes everybody for a member of every room. */
    EVERYTHING_VISIBLE,
    /** message-service goes on when Kafka has not taken its records. */
    NOT_TAKEN_IS_TAKEN,
    /** A gateway says {@code accepted} with a sequence that is one too high. */
    WRONG_ANSWERS
}
