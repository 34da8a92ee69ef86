package dev.parley.local.infrastructure;

import dev.parley.local.LocalFailure;
import dev.parley.local.Tar;
import dev.parley.local.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once beside the archive they came in. */
record PostgresBinaries(Path home) {

    static PostgresBinaries unpacked(Workspace workspace) {
        var archive = workspace.postgresArchive();
        var home = archive.resolveSibling(archive.getFileName().toString().replace(".txz", ""));
        try {
            BuildOnce.folder(home, folder -> unpack(archive, folder));
        } catch (IOException e) {
            throw new LocalFailure("cannot unpack " + archive + ": " + e.getMessage(), e);
        }
        return new PostgresBinaries(home);
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream content = new XZInputStream(Files.newInputStream(archive))) {
            Tar.unpack(content, folder, _ -> true);
        }
    }
}
