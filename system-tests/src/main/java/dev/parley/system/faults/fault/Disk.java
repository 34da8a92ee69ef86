package dev.parley.system.faults.fault;

import dev.parley.local.LocalFailure;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A disk of its own for one folder: an ext4 file system in a file, mounted by a loop device. It can be full, and it can lose
 * power, while the rest of the machine goes on. Needs root.
 *
 * <p>The trick of the power cut: the file system is shut down as it stands ({@code EXT4_IOC_SHUTDOWN} without a flush of its
 * log), so from one instant on nothing is written any more. What was written and not yet synchronised sits in the page cache
 * and goes with the unmounting; the next mount repeats ext4's journal. So what is there afterwards is what a machine finds
 * that lost its power at that instant. Copying files would prove nothing: a copy reads the page cache.
 */
final class Disk implements AutoCloseable {
    private static final int MEGABYTES = 1024;
    private static final long SMALLEST_BYTES = 4096;
    private static final Duration COMMAND_BOUND = Duration.ofSeconds(30);
    private static final String BALLAST = "ballast";
    /** Unmounts when it is told to end, and so also when the run dies without a word. */
    private static final String KEEPER = """
            trap 'while umount -l "$0" 2>/dev/null; do :; done; exit 0' TERM
            while :; do sleep 3600 & wait; done
            """;

    private final Path folder;
    private final Path image;
    private final ChildProcess keeper;

    private Disk(Path folder, Path image, ChildProcess keeper) {
        this.folder = folder;
        this.image = image;
        this.keeper = keeper;
    }

    /** Why there can be no such disks here; nothing if there can. */
    static Optional<String> unavailable(Path scratch) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("a disk of its own needs Linux");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a disk of its own needs root");
        }
        try (var disk = mount(scratch.resolve("trial"), scratch)) {
            disk.cutPower();
            disk.restore();
            return Optional.empty();
        } catch (LocalFailure failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /**
     * @param folder becomes the disk's top
     * @param scratch where the file is kept
     */
    static Disk mount(Path folder, Path scratch) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new LocalFailure("cannot make " + folder + ": " + e.getMessage(), e);
        }
        Path image = scratch.resolve(folder.getFileName() + ".ext4");
        run("truncate", "-s", MEGABYTES + "M", image.toString());
        // No blocks for root alone: Kafka and PostgreSQL may run as root here.
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        mountImage(image, folder);
        return new Disk(folder, image, keeper(folder, scratch));
    }

    private static void mountImage(Path image, Path folder) {
        run("mount", "-o", "loop", image.toString(), folder.toString());
    }

    private static ChildProcess keeper(Path folder, Path scratch) {
        return ChildProcess.start(new ChildCommand(
                "the keeper of " + folder,
                List.of("bash", "-c", KEEPER, folder.toString()),
                Map.of(),
                scratch,
                scratch.resolve(folder.getFileName() + ".log"),
                "TERM",
                Duration.ofSeconds(5)));
    }

    /** Leaves no room at all. */
    void fill() {
        long piece = freeBytes();
        for (int number = 0; piece >= SMALLEST_BYTES; number++) {
            String name = folder.resolve(BALLAST + number).toString();
            if (status("fallocate", "-l", Long.toString(piece), name) != 0) {
                piece /= 2;
            } else {
                piece = Math.min(piece, freeBytes());
            }
        }
    }

    /** Gives back what {@link #fill()} took. */
    void free() {
        try (var ballast = Files.newDirectoryStream(folder, BALLAST + "*")) {
            for (Path file : ballast) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot free " + folder + ": " + e.getMessage(), e);
        }
    }

    private long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new LocalFailure("cannot see how full " + folder + " is: " + e.getMessage(), e);
        }
    }

    /** Writes everything out that is only in memory yet. */
    void sync() {
        run("sync", "-f", folder.toString());
    }

    /** From now on nothing is written; whoever has files here gets errors. Nobody may have any at {@link #restore()}. */
    void cutPower() {
        Shutdown.of(folder);
    }

    /** Power is back: what was on the disk is there. */
    void restore() {
        unmount();
        mountImage(image, folder);
    }

    private void unmount() {
        long end = System.nanoTime() + COMMAND_BOUND.toNanos();
        // The kernel closes the files of a process some time after it is gone.
        while (status("umount", folder.toString()) != 0) {
            if (System.nanoTime() - end > 0) {
                throw new LocalFailure("cannot unmount " + folder + ": somebody uses it");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        keeper.stop();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + image + ": " + e.getMessage(), e);
        }
    }

    private static void run(String... command) {
        if (status(command) != 0) {
            throw new LocalFailure(String.join(" ", command) + " failed");
        }
    }

    private static int status(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LocalFailure(String.join(" ", command) + " takes too long");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new LocalFailure("cannot run " + command[0] + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted during " + command[0], e);
        }
    }
}
