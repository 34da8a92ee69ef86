package dev.parley.local.cli;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder of one {@code parley up}, held by a lock that the system gives back however we end. */
final class DataDirectory implements AutoCloseable {
    private static final long NEEDED_MEGABYTES = 1024;
    private static final String LOCK = "up.lock";
    private static final String OWNER = "up.pid";
    /** What {@code --fresh} deletes: only what was made here, so that a wrong {@code --data} costs nobody a home folder. */
    private static final List<String> OURS = List.of("postgres", "kafka", "keycloak", "credentials.properties");

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            requireSpace(path);
            var channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new LocalFailure("another `parley up`" + owner(path) + " uses " + path
                        + "; stop it, or name another folder with --data");
            }
            Files.writeString(
                    path.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
            return new DataDirectory(path, channel, lock);
        } catch (IOException e) {
            throw new LocalFailure("cannot use the data directory " + path + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static String owner(Path path) {
        try {
            return " (process " + Files.readString(path.resolve(OWNER)) + ")";
        } catch (IOException unknown) {
            return "";
        }
    }

    private static void requireSpace(Path path) throws IOException {
        var freeMegabytes = Files.getFileStore(path).getUsableSpace() / (1024 * 1024);
        if (freeMegabytes < NEEDED_MEGABYTES) {
            throw new LocalFailure("only " + freeMegabytes + " MB are free on the disk of " + path + "; Parley needs "
                    + NEEDED_MEGABYTES);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes all data, so that everything begins anew. */
    void empty() {
        try {
            for (var name : OURS) {
                var entry = path.resolve(name);
                if (Files.isDirectory(entry)) {
                    Folders.delete(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot empty " + path + ": " + e.getMessage(), e);
        }
    }

    /** Keeps the logs of the run before beside the new ones, with {@code .1} at the end. */
    void rotateLogs() {
        try {
            var logs = Files.createDirectories(path.resolve("logs"));
            try (var files = Files.newDirectoryStream(logs, "*.log")) {
                for (var file : files) {
                    Files.move(
                            file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot put away the logs in " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new LocalFailure("cannot unlock " + path + ": " + e.getMessage(), e);
        }
    }
}
