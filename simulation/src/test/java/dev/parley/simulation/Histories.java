package dev.parley.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Many histories, one after the other and on every processor. */
final class Histories {
    private static final Path TRACES = Path.of("target", "simulation");
    private static final int SHOWN_LINES = 60;
    /** Held here, or its level would be forgotten. A gateway logs what Kafka refuses, which is often here. */
    private static final Logger QUIET = Logger.getLogger("dev.parley");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private Histories() {}

    /** @throws AssertionError with the first seed that breaks a promise, and the end of its history */
    static void run(Plant plant, long firstSeed, int histories) {
        OptionalLong broken = firstBroken(plant, firstSeed, histories);
        if (broken.isPresent()) {
            fail(plant, broken.getAsLong());
        }
    }

    static OptionalLong firstBroken(Plant plant, long firstSeed, int histories) {
        return LongStream.range(firstSeed, firstSeed + histories)
                .parallel()
                .filter(seed -> breaks(plant, seed))
                .findFirst();
    }

    /** @return the first seed with what it breaks, or null; called by name, from a class loader of its own */
    static @Nullable String firstBroken(String plant, long firstSeed, int histories) {
        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            try {
                History.run(seed, Plant.valueOf(plant), null);
            } catch (AssertionError | RuntimeException broken) {
                return "seed " + seed + ": " + broken.getMessage();
            }
        }
        return null;
    }

    private static boolean breaks(Plant plant, long seed) {
        try {
            History.run(seed, plant, null);
            return false;
        } catch (AssertionError | RuntimeException broken) {
            return true;
        }
    }

    private static void fail(Plant plant, long seed) {
        Trace trace = new Trace();
        try {
            History.run(seed, plant, trace);
        } catch (AssertionError | RuntimeException broken) {
            List<String> lines = trace.lines();
            Path file = TRACES.resolve("seed-" + seed + ".txt");
            write(file, lines);
            String end = String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
            throw new AssertionError(
                    "%s%nreplay with -Dparley.seed=%d -Dparley.histories=1; all of it is in %s%n%s"
                            .formatted(broken.getMessage(), seed, file.toAbsolutePath(), end),
                    broken);
        }
        throw new AssertionError("seed " + seed + " broke a promise once and not again: it is no history of its own");
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.createDirectories(TRACES);
            Files.write(file, lines);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
