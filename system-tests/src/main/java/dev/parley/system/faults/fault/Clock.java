package dev.parley.system.faults.fault;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time of day as one process sees it, which can jump while the process runs; the clock that only counts goes on as it
 * should. libfaketime stands between the process and the C library and looks into a file once a second.
 */
final class Clock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));

    private final Path file;
    private final Path library;

    private Clock(Path file, Path library) {
        this.file = file;
        this.library = library;
    }

    /** Why no clock can jump here; nothing if one can. */
    static Optional<String> unavailable() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("a clock that jumps needs libfaketime (package libfaketime)");
    }

    /** @param file made; says how far off the clock is */
    static Clock at(Path file) {
        Path library = library().orElseThrow(() -> new LocalFailure("libfaketime is not there"));
        Clock clock = new Clock(file, library);
        clock.jump(Duration.ZERO);
        return clock;
    }

    /** What the process needs in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Made for an older C library; with this one every wait that has a bound ends at once, and the JVM
                // spins.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    /** @param off how far off the right time it is from now on */
    void jump(Duration off) {
        try {
            Files.createDirectories(file.getParent());
            // In one step: a file that is half written would stop the process.
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, "%+d%n".formatted(off.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalFailure("cannot set a clock: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> library() {
        return PLACES.stream().flatMap(Clock::below).filter(Files::isReadable).findFirst();
    }

    /** Directly there, or in the folder of this machine's architecture. */
    private static Stream<Path> below(Path place) {
        try (Stream<Path> folders = Files.list(place)) {
            List<Path> all = folders.filter(Files::isDirectory)
                    .map(folder -> folder.resolve(LIBRARY))
                    .toList();
            return Stream.concat(Stream.of(place.resolve(LIBRARY)), all.stream());
        } catch (IOException none) {
            return Stream.empty();
        }
    }
}
