package dev.parley.local.infrastructure;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One infrastructure for all tests of a JVM, on free ports and empty data. It is started by the first test that asks and ends
 * with the JVM, so it works the same from Maven and from an IDE. The logs stay behind for whoever has a failure to explain.
 */
public final class TestInfrastructure {
    private static @Nullable Infrastructure shared;

    private TestInfrastructure() {}

    public static synchronized Infrastructure shared() {
        var running = shared;
        if (running == null) {
            running = start();
            shared = running;
        }
        return running;
    }

    private static Infrastructure start() {
        var folder = folder();
        var infrastructure = Infrastructure.prepare(InfrastructureOptions.freePorts(folder), Progress.silent());
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close, "infrastructure-close"));
        infrastructure.start();
        return infrastructure;
    }

    /** A folder per JVM; what the JVM before left is deleted, unless that JVM still lives. */
    private static Path folder() {
        var parent = Workspace.find().root().resolve("system-tests/target/infrastructure");
        var mine = parent.resolve(Long.toString(ProcessHandle.current().pid()));
        try {
            deleteLeftovers(parent);
            Folders.delete(mine);
        } catch (IOException e) {
            throw new LocalFailure("cannot empty " + parent + ": " + e.getMessage(), e);
        }
        return mine;
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        var folders = parent.toFile().list((directory, name) -> name.matches("\\d+"));
        if (folders == null) {
            return;
        }
        for (var pid : folders) {
            if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                Folders.delete(parent.resolve(pid));
            }
        }
    }
}
