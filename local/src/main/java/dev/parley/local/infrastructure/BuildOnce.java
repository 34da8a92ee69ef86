package dev.parley.local.infrastructure;

import dev.parley.local.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What takes long to make and is then used by everybody, also by several processes that start at the same time. */
final class BuildOnce {
    private static final Object ONE_THREAD = new Object();

    private BuildOnce() {}

    interface Builder {
        void build() throws IOException;
    }

    /** Makes {@code folder} unless it is there. It appears complete or not at all: the builder fills the folder it is given. */
    static void folder(Path folder, FolderBuilder builder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        alone(folder, () -> {
            if (Files.isDirectory(folder)) {
                return;
            }
            var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
            Folders.delete(unfinished);
            Files.createDirectories(unfinished);
            builder.build(unfinished);
            Files.move(unfinished, folder);
        });
    }

    interface FolderBuilder {
        void build(Path unfinished) throws IOException;
    }

    /** Runs the builder unless {@code marker} holds {@code description}, which it does afterwards. */
    static void describedBy(Path marker, String description, Builder builder) throws IOException {
        if (holds(marker, description)) {
            return;
        }
        alone(marker, () -> {
            if (holds(marker, description)) {
                return;
            }
            Files.deleteIfExists(marker);
            builder.build();
            Files.writeString(marker, description);
        });
    }

    private static boolean holds(Path marker, String description) throws IOException {
        return Files.exists(marker) && Files.readString(marker).equals(description);
    }

    private static void alone(Path what, Builder builder) throws IOException {
        var lock = what.resolveSibling("." + what.getFileName() + ".lock");
        // A file lock is held by the whole JVM, so its threads need a monitor as well.
        synchronized (ONE_THREAD) {
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                builder.build();
            }
        }
    }
}
