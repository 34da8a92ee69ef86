package dev.parley.system.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.infrastructure.PostgresServer;
import dev.parley.system.client.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL alone, on a disk that loses its power while four connections commit. The fault run has the same with the whole
 * system; this says that a power cut here is one: without fsync it must lose what was acknowledged.
 */
class PowerCutIT {
    private static final int WRITERS = 4;
    private static final int COMMITS = 400;

    private final Path data = Workspace.find()
            .root()
            .resolve("system-tests/target")
            .resolve("power-cut-" + ProcessHandle.current().pid());
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @BeforeEach
    void onlyWhereDisksCanBeMade() {
        Optional<String> missing = Disk.unavailable(data.resolve("disks"));
        Assumptions.assumeTrue(missing.isEmpty(), () -> "left out: " + missing.orElseThrow());
    }

    @AfterEach
    void leaveNothing() throws IOException {
        Folders.delete(data);
    }

    @Test
    void what_postgres_acknowledged_is_there_after_a_power_cut() {
        assertThat(lost("on")).isEmpty();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(COMMITS);
    }

    @Test
    void what_postgres_acknowledged_without_waiting_for_its_disk_is_not() {
        assertThat(lost("off")).isNotEmpty();
    }

    /** What was acknowledged and is missing after a power cut. */
    private Set<Integer> lost(String fsync) {
        Infrastructure infrastructure =
                Infrastructure.prepare(InfrastructureOptions.freePorts(data), Progress.silent());
        PostgresServer postgres = infrastructure.postgres();
        postgres.set("fsync", fsync);
        try (Disk disk = Disk.mount(postgres.folder(), data.resolve("disks"))) {
            try {
                postgres.start();
                execute(infrastructure, "create table written (number int primary key)");
                postgres.checkpoint();
                disk.sync();
                writeUntilThePowerIsCut(infrastructure, disk);
                postgres.kill();
                disk.restore();
                Set<Integer> lost = new HashSet<>(acknowledged);
                lost.removeAll(found(infrastructure));
                return lost;
            } finally {
                postgres.kill();
            }
        }
    }

    private void writeUntilThePowerIsCut(Infrastructure infrastructure, Disk disk) {
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> write(infrastructure)))
                .toList();
        Patience.until("many commits", Patience.LONG, () -> acknowledged.size() >= COMMITS);
        disk.cutPower();
        Patience.until(
                "nobody writes any more", Patience.LONG, () -> writers.stream().noneMatch(Thread::isAlive));
    }

    private void write(Infrastructure infrastructure) {
        try (Connection connection = connect(infrastructure);
                var insert = connection.prepareStatement("insert into written values (?)")) {
            while (true) {
                int number = next.incrementAndGet();
                insert.setInt(1, number);
                insert.executeUpdate();
                acknowledged.add(number);
            }
        } catch (SQLException powerless) {
            // What was under way then is unknown, and not counted.
        }
    }

    /** A database that does not even start has lost everything. */
    private static Set<Integer> found(Infrastructure infrastructure) {
        Set<Integer> found = new HashSet<>();
        try {
            infrastructure.postgres().start();
            try (Connection connection = connect(infrastructure);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select number from written")) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
        } catch (LocalFailure | SQLException lost) {
            System.out.println("nothing is found: " + lost.getMessage());
        }
        return found;
    }

    private static void execute(Infrastructure infrastructure, String statement) {
        try (Connection connection = connect(infrastructure);
                var execution = connection.createStatement()) {
            execution.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError("PostgreSQL refused " + statement, e);
        }
    }

    private static Connection connect(Infrastructure infrastructure) throws SQLException {
        return DriverManager.getConnection(
                infrastructure.postgres().jdbcUrl(),
                "parley",
                infrastructure.credentials().databasePassword());
    }
}
