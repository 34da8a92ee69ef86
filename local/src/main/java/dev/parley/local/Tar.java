package dev.parley.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Tar archives. Owners and devices are left out; an entry that would land outside of the folder, by
 * its name or through a link, is an error. */
public final class Tar {
    private Tar() {}

    /**
     * Unpacks those whose names are wanted; what is there already gives way.
     *
     * @param archive as it is, not compressed
     */
    public static void unpack(InputStream archive, Path folder, Predicate<String> wanted) throws IOException {
        var tar = new TarArchiveInputStream(archive);
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (wanted.test(entry.getName())) {
                write(entry, tar, folder);
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        var target = inside(folder, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.deleteIfExists(target);
            Files.createLink(target, inside(folder, entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        var target = folder.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!target.startsWith(folder) || leadsOutside(folder, target)) {
            throw new IOException("entry outside of the archive: " + name);
        }
        return target;
    }

    /** Through a link that came before: those of a whole file system begin at its root, which is ours here. */
    private static boolean leadsOutside(Path folder, Path target) throws IOException {
        for (var above = target.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
            if (Files.exists(above)) {
                return !above.toRealPath().startsWith(folder.toRealPath());
            }
            if (Files.isSymbolicLink(above)) {
                return true;
            }
        }
        return false;
    }
}
