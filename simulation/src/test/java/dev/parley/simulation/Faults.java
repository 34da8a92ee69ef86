package dev.parley.simulation;

import java.util.SplittableRandom;

/**
 * How often what goes wrong in one history, as a probability of each occasion. Each kind is left out of half the
 * histories: what needs calm in one place and trouble in another is found that way, too.
 */
record Faults(
        /* message-service: the process dies, or stands still and comes back, at any of its steps. */
        double crash,
        double freeze,
        /* The database: a transaction fails and is not there; or is there, and nobody was told. */
        double transactionFails,
        double commitUnknown,
        /* Kafka, as message-service sees it: records not taken; taken, and nobody was told. */
        double publishFails,
        double publishUnknown,
        /* Kafka: an acknowledged record is gone; and as a gateway sees it: a record is skipped, read again. */
        double recordLost,
        double recordSkipped,
        double recordRepeated,
        /* Kafka, as a gateway sees it that sends a command: refused, taken or not with nobody told, taken twice. */
        double commandRefused,
        double commandUnknown,
        double commandDoubled,
        /* history-service: away, and behind. */
        double historyAway,
        double historyStale,
        /* A client's connection breaks, whatever is on the way in it. */
        double connectionBreaks,
        /* At the times that the history sets for it. */
        double gatewayCrashes,
        double rebalances,
        double partitionsAdded,
        double databaseDown) {

    static Faults drawn(SplittableRandom random) {
        return new Faults(
                rate(random, 0.03),
                rate(random, 0.05),
                rate(random, 0.1),
                rate(random, 0.1),
                rate(random, 0.1),
                rate(random, 0.1),
                rate(random, 0.05),
                rate(random, 0.08),
                rate(random, 0.08),
                rate(random, 0.05),
                rate(random, 0.05),
                rate(random, 0.04),
                rate(random, 0.1),
                rate(random, 0.6),
                rate(random, 0.02),
                rate(random, 0.7),
                rate(random, 0.7),
                rate(random, 0.3),
                rate(random, 0.3));
    }

    private static double rate(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : most * random.nextDouble();
    }
}
