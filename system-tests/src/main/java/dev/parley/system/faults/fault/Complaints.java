package dev.parley.system.faults.fault;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a server's log says of a full disk: a disk of which nobody notices that it is full proves nothing. */
record Complaints(Path log) {
    private static final String NO_SPACE = "No space left on device";

    long count() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(NO_SPACE)).count();
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + log + ": " + e.getMessage(), e);
        }
    }
}
