package dev.parley.message.intake;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.message.batch.BatchRunner;
import dev.parley.message.batch.Pause;
import dev.parley.message.batch.Watch;
import dev.parley.message.publishing.Publications;
import dev.parley.message.publishing.Publisher;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/** Puts the plain core together. */
public final class Core {
    /**
     * Far beyond what gateways let through: theirs are the limits that hold, and may be set; these only bound what one
     * record can cost here. A text of this many words still fits into its search index.
     */
    private static final Limits OUTER_LIMITS =
            new Limits(1024 * 1024, 64 * 1024, 1_000, 256, Limits.DEFAULT.subscribeRooms(), 1, 1, 1, 1, 1024 * 1024);

    private static final int EPOCH_BYTES = 4;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Codec codec() {
        return new Codec(OUTER_LIMITS);
    }

    @Produces
    @Singleton
    Sequencer sequencer(Codec codec, Clock clock) {
        SecureRandom random = new SecureRandom();
        return new Sequencer(codec, clock, () -> epoch(random));
    }

    @Produces
    @Singleton
    Publications publications(Codec codec) {
        return new Publications(codec);
    }

    @Produces
    @Singleton
    CommandReader reader(Codec codec, Clock clock) {
        return new CommandReader(codec, clock);
    }

    @Produces
    @Singleton
    BatchRunner runner(
            Store store,
            Sequencer sequencer,
            Publications publications,
            Publisher publisher,
            Pause pause,
            Watch watch) {
        return new BatchRunner(store, sequencer, publications, publisher, pause, watch);
    }

    private static String epoch(SecureRandom random) {
        byte[] bytes = new byte[EPOCH_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
