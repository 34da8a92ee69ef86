package dev.parley.local.cli;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Where a running {@code parley up} can be reached. It writes them into its data directory, where the other commands look,
 * and takes them away when it ends.
 *
 * @param issuer the realm's address in Keycloak
 */
public record Addresses(List<URI> gateways, URI history, URI issuer, String kafka, String postgres) {
    private static final String FILE = "addresses.properties";

    public Addresses {
        gateways = List.copyOf(gateways);
    }

    static Addresses read(Path dataDirectory) {
        var file = dataDirectory.resolve(FILE);
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException notThere) {
            throw new LocalFailure("Parley is not up with the data directory " + dataDirectory
                    + "; start it with `parley up`, or name it with --data");
        }
        return new Addresses(
                Arrays.stream(required(properties, "gateways").split(","))
                        .map(URI::create)
                        .toList(),
                URI.create(required(properties, "history")),
                URI.create(required(properties, "issuer")),
                required(properties, "kafka"),
                required(properties, "postgres"));
    }

    /** Whether somebody wrote them here and did not take them away: it runs, or was killed. */
    static boolean areIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(FILE));
    }

    private static String required(Properties properties, String key) {
        var value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new LocalFailure(FILE + " names no " + key + "; stop Parley and start it again");
        }
        return value;
    }

    /** A reader sees the file whole or not at all. */
    void write(Path dataDirectory) {
        var unfinished = dataDirectory.resolve(FILE + ".unfinished");
        var lines = List.of(
                "gateways=" + gateways.stream().map(URI::toString).collect(Collectors.joining(",")),
                "history=" + history,
                "issuer=" + issuer,
                "kafka=" + kafka,
                "postgres=" + postgres);
        try {
            Files.write(unfinished, lines);
            Files.move(unfinished, dataDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + dataDirectory.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    static void remove(Path dataDirectory) {
        try {
            Files.deleteIfExists(dataDirectory.resolve(FILE));
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + dataDirectory.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }
}
