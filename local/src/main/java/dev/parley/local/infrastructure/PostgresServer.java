package dev.parley.local.infrastructure;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * PostgreSQL with the database {@code parley} and the roles {@code parley} (owner) and {@code parley_history} (gets its
 * rights to read from the migration). It writes as safely as in production: fsync and synchronous commit are on.
 */
public final class PostgresServer extends Server {
    private static final Duration START_BOUND = Duration.ofSeconds(180);
    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait until the last client leaves by itself. */
    private static final String FAST_SHUTDOWN = "INT";

    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final Map<String, String> UTC = Map.of("LC_ALL", "C", "TZ", "UTC");

    private final Workspace workspace;
    private final InfrastructureOptions options;
    private final Credentials credentials;
    private final int port;
    private final Map<String, String> settings = new ConcurrentSkipListMap<>();

    PostgresServer(Workspace workspace, InfrastructureOptions options, Credentials credentials) {
        super("PostgreSQL");
        this.workspace = workspace;
        this.options = options;
        this.credentials = credentials;
        this.port = Ports.orAnyFree(options.postgresPort());
    }

    public int port() {
        return port;
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/parley}. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** {@code postgresql://127.0.0.1:<port>/parley}. */
    public String reactiveUrl() {
        return url("parley");
    }

    private String url(String database) {
        return "postgresql://" + Ports.HOST + ":" + port + "/" + database;
    }

    private Path data() {
        return folder().resolve("data");
    }

    /** Everything that PostgreSQL writes but its log lies below; it may be a disk of its own. */
    public Path folder() {
        return options.dataDirectory().resolve("postgres");
    }

    /** From the next start on; for example {@code fsync} {@code off}, to see what is lost then. */
    public void set(String name, String value) {
        settings.put(name, value);
    }

    /** Writes all that is in memory to its files, so that a start after a crash has little to repeat. */
    public void checkpoint() {
        try (var connection = superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new LocalFailure("PostgreSQL made no checkpoint: " + e.getMessage(), e);
        }
    }

    @Override
    ChildProcess launch() {
        var binaries = PostgresBinaries.unpacked(workspace);
        var user = UnprivilegedUser.find();
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            initialise(binaries, user);
        }
        user.own(data());
        return ChildProcess.start(
                new ChildCommand(name(), user.command(arguments(binaries)), UTC, data(), log(), FAST_SHUTDOWN, GRACE));
    }

    private List<String> arguments(PostgresBinaries binaries) {
        var arguments = new ArrayList<>(List.of(
                binaries.program("postgres"),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-h",
                Ports.HOST,
                "--unix_socket_directories=",
                "--max_connections=100",
                "--shared_buffers=64MB",
                "--jit=off",
                "--log_min_messages=warning",
                "--log_checkpoints=off"));
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    /** Made under another name first: a folder that a killed initdb left behind must not pass for a database. */
    private void initialise(PostgresBinaries binaries, UnprivilegedUser user) {
        try {
            Folders.delete(data());
            var unfinished = data().resolveSibling("data.unfinished");
            Folders.delete(unfinished);
            Files.createDirectories(unfinished);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
            user.own(unfinished);
            var passwordFile = passwordFile(user);
            try {
                runInitdb(binaries, user, unfinished, passwordFile);
            } finally {
                Files.delete(passwordFile);
            }
            Files.move(unfinished, data());
        } catch (IOException e) {
            throw new LocalFailure("cannot make PostgreSQL's data directory: " + e.getMessage(), e);
        }
    }

    private Path passwordFile(UnprivilegedUser user) throws IOException {
        var file = Files.createTempFile(options.dataDirectory(), "postgres", ".password");
        Files.writeString(file, credentials.superuserPassword());
        user.own(file);
        return file;
    }

    private void runInitdb(PostgresBinaries binaries, UnprivilegedUser user, Path folder, Path passwordFile) {
        var command = user.command(List.of(
                binaries.program("initdb"),
                "-D",
                folder.toString(),
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions"));
        ChildProcess.run(
                new ChildCommand(
                        "PostgreSQL's initdb", command, UTC, options.dataDirectory(), log(), FAST_SHUTDOWN, GRACE),
                START_BOUND);
    }

    private Path log() {
        return options.logs().resolve("postgres.log");
    }

    @Override
    void awaitReady(ChildProcess started) {
        Await.ready(started, START_BOUND, this::acceptsConnections);
        try (var connection = superuser("postgres")) {
            prepare(connection);
        } catch (SQLException e) {
            throw new LocalFailure("cannot prepare the database parley: " + e.getMessage(), e);
        }
    }

    private boolean acceptsConnections() {
        try (var connection = superuser("postgres")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            if ("28P01".equals(notYet.getSQLState())) {
                throw new LocalFailure("the credentials in " + options.dataDirectory()
                        + " don't fit its database; start with --fresh");
            }
            return false;
        }
    }

    private Connection superuser(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", credentials.superuserPassword());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:" + url(database), properties);
    }

    private void prepare(Connection connection) throws SQLException {
        ensure(
                connection,
                "select from pg_roles where rolname = 'parley'",
                "create role parley login password '" + credentials.databasePassword() + "'");
        ensure(
                connection,
                "select from pg_roles where rolname = 'parley_history'",
                "create role parley_history login password '" + credentials.historyPassword() + "'");
        ensure(connection, "select from pg_database where datname = 'parley'", "create database parley owner parley");
    }

    private static void ensure(Connection connection, String question, String creation) throws SQLException {
        try (var statement = connection.createStatement()) {
            var there = statement.executeQuery(question).next();
            if (!there) {
                statement.execute(creation);
            }
        }
    }
}
