package dev.parley.local.infrastructure;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The secrets of one data directory, generated when it is made.
 *
 * @param superuserPassword of PostgreSQL's role {@code postgres}
 * @param databasePassword of the role {@code parley}, which owns the database
 * @param historyPassword of the role {@code parley_history}, which reads
 * @param serviceCredential what gateways show to history-service
 */
public record Credentials(
        String superuserPassword, String databasePassword, String historyPassword, String serviceCredential) {

    static Credentials of(Path dataDirectory) {
        var file = dataDirectory.resolve("credentials.properties");
        try {
            return Files.exists(file) ? read(file) : generate(file);
        } catch (IOException e) {
            throw new LocalFailure("cannot keep credentials in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Credentials read(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Credentials(
                required(properties, "postgres.superuser", file),
                required(properties, "postgres.parley", file),
                required(properties, "postgres.parley_history", file),
                required(properties, "service.credential", file));
    }

    private static String required(Properties properties, String key, Path file) {
        var value = properties.getProperty(key);
        if (value == null) {
            throw new LocalFailure(file + " has no " + key + "; start with --fresh");
        }
        return value;
    }

    private static Credentials generate(Path file) throws IOException {
        var generated = new Credentials(secret(), secret(), secret(), secret());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, ownerOnly);
        Files.writeString(file, """
                postgres.superuser=%s
                postgres.parley=%s
                postgres.parley_history=%s
                service.credential=%s
                """.formatted(
                        generated.superuserPassword,
                        generated.databasePassword,
                        generated.historyPassword,
                        generated.serviceCredential));
        return generated;
    }

    private static String secret() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Secrets don't belong into logs. */
    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
