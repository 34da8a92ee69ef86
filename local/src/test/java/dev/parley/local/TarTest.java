package dev.parley.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    @TempDir
    Path folder;

    @Test
    void files_keep_their_content_their_age_and_whether_they_can_be_run() throws IOException {
        file("lib/data", 0644, "data");
        file("bin/program", 0755, "run");

        Tar.unpack(archive(), folder, _ -> true);

        assertThat(folder.resolve("lib/data")).hasContent("data");
        assertThat(Files.getLastModifiedTime(folder.resolve("lib/data"))).isEqualTo(FileTime.from(LONG_AGO));
        assertThat(Files.isExecutable(folder.resolve("lib/data"))).isFalse();
        assertThat(Files.isExecutable(folder.resolve("bin/program"))).isTrue();
    }

    @Test
    void links_of_both_kinds_lead_where_they_led() throws IOException {
        file("bin/program", 0755, "run");
        link("bin/soft", TarConstants.LF_SYMLINK, "program");
        link("bin/hard", TarConstants.LF_LINK, "bin/program");

        Tar.unpack(archive(), folder, _ -> true);

        assertThat(Files.readSymbolicLink(folder.resolve("bin/soft"))).isEqualTo(Path.of("program"));
        assertThat(folder.resolve("bin/hard")).isRegularFile().hasContent("run");
    }

    @Test
    void what_came_before_gives_way() throws IOException {
        file("data", 0644, "old");
        file("data", 0644, "new");
        link("soft", TarConstants.LF_SYMLINK, "old");
        link("soft", TarConstants.LF_SYMLINK, "data");

        Tar.unpack(archive(), folder, _ -> true);

        assertThat(folder.resolve("data")).hasContent("new");
        assertThat(folder.resolve("soft")).hasContent("new");
    }

    @Test
    void what_is_not_wanted_is_left_out() throws IOException {
        file("parley/service", 0644, "service");
        file("etc/passwd", 0644, "people");

        Tar.unpack(archive(), folder, name -> name.startsWith("parley/"));

        assertThat(folder.resolve("parley/service")).exists();
        assertThat(folder.resolve("etc")).doesNotExist();
    }

    @Test
    void nothing_is_written_outside_of_the_folder() throws IOException {
        file("../outside", 0644, "");
        InputStream archive = archive();
        Path inside = Files.createDirectory(folder.resolve("inside"));

        assertThatThrownBy(() -> Tar.unpack(archive, inside, _ -> true)).isInstanceOf(IOException.class);

        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void nothing_is_written_outside_of_the_folder_through_a_link_either() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        link("run", TarConstants.LF_SYMLINK, outside.toString());
        file("run/secret", 0644, "");
        InputStream archive = archive();
        Path inside = Files.createDirectory(folder.resolve("inside"));

        assertThatThrownBy(() -> Tar.unpack(archive, inside, _ -> true)).isInstanceOf(IOException.class);

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_link_inside_of_the_folder_may_be_gone_through() throws IOException {
        file("usr/bin/one", 0755, "");
        link("bin", TarConstants.LF_SYMLINK, "usr/bin");
        file("bin/two", 0755, "");

        Tar.unpack(archive(), folder, _ -> true);

        assertThat(folder.resolve("usr/bin/two")).exists();
    }

    private void file(String name, int mode, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(data.length);
        entry.setModTime(FileTime.from(LONG_AGO));
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void link(String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private InputStream archive() throws IOException {
        tar.close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
