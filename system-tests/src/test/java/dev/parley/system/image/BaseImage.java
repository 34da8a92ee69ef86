package dev.parley.system.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A base image made of this machine: a Java runtime linked from the JDK that runs the tests, and the libraries that it needs.
 * No shell, no package manager; what runs on it runs on any base.
 */
final class BaseImage {
    private static final String RUNTIME = "/opt/java";
    private static final String MODULES =
            "java.se,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported," + "jdk.zipfs,jdk.localedata";
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*) \\(0x");

    private BaseImage() {}

    /** As {@code docker save} would write it. */
    static void write(Path tar, Path work) throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"));
        Path runtime = work.resolve("runtime");
        Commands.run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        Path hosts = Files.writeString(work.resolve("hosts"), "127.0.0.1 localhost\n");
        Path people = Files.writeString(work.resolve("passwd"), "root:x:0:0:root:/:/none\n");
        Jib.fromScratch()
                .addFileEntriesLayer(layer("runtime", runtime, RUNTIME))
                .addFileEntriesLayer(libraries(runtime))
                .addFileEntriesLayer(FileEntriesLayer.builder()
                        .setName("etc")
                        .addEntry(hosts, AbsoluteUnixPath.get("/etc/hosts"))
                        .addEntry(people, AbsoluteUnixPath.get("/etc/passwd"))
                        .build())
                .setEnvironment(Map.of("PATH", RUNTIME + "/bin", "JAVA_HOME", RUNTIME))
                .containerize(Containerizer.to(TarImage.at(tar).named("base")).setToolName("parley-tests"));
    }

    private static FileEntriesLayer libraries(Path runtime) throws Exception {
        Set<String> libraries = new TreeSet<>();
        for (String program : new String[] {"bin/java", "lib/server/libjvm.so", "lib/libnet.so"}) {
            LIBRARY.matcher(Commands.run("ldd", runtime.resolve(program).toString()))
                    .results()
                    .map(found -> found.group(1))
                    .filter(library -> !library.startsWith(runtime.toString()))
                    .forEach(libraries::add);
        }
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("libraries");
        for (String library : libraries) {
            Path file = Path.of(library).toRealPath();
            layer.addEntry(file, AbsoluteUnixPath.get(library), FilePermissions.fromOctalString("755"));
        }
        return layer.build();
    }

    private static FileEntriesLayer layer(String name, Path folder, String place) throws IOException {
        return FileEntriesLayer.builder()
                .setName(name)
                .addEntryRecursive(folder, AbsoluteUnixPath.get(place), (file, _) -> permissions(file))
                .build();
    }

    private static FilePermissions permissions(Path file) {
        return FilePermissions.fromOctalString(Files.isDirectory(file) || Files.isExecutable(file) ? "755" : "644");
    }
}
