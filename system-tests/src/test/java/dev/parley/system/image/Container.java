package dev.parley.system.image;

import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service run from its image as a cluster would under its strictest rules: nobody's user, a file system that it can only
 * read, and a {@code /tmp} of its own. Needs root; the network is this machine's.
 */
final class Container implements AutoCloseable {
    private static final String IN_THERE = """
            /usr/bin/mount --bind "$0" "$0" && /usr/bin/mount -o remount,bind,ro "$0" || exit 1
            /usr/bin/mount --rbind /proc "$0/proc" && /usr/bin/mount --rbind /dev "$0/dev" && /usr/bin/mount -t tmpfs tmpfs "$0/tmp" || exit 1
            /usr/bin/chmod 1777 "$0/tmp" && exec /usr/sbin/chroot --userspec=10001:10001 "$0" "$@"
            """;
    private static final Duration GRACE = Duration.ofSeconds(40);

    private final ChildProcess process;
    private final Path log;
    private final URI management;

    private Container(ChildProcess process, Path log, URI management) {
        this.process = process;
        this.log = log;
        this.management = management;
    }

    static Container start(String name, Unpacked image, Map<String, String> environment, int managementPort, Path work)
            throws IOException {
        for (String mountPoint : List.of("proc", "dev", "tmp")) {
            Files.createDirectories(image.files().resolve(mountPoint));
        }
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        command.addAll(image.environment());
        environment.forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(List.of(
                "/usr/bin/unshare",
                "--mount",
                "/bin/sh",
                "-c",
                IN_THERE,
                image.files().toString()));
        command.addAll(image.entrypoint());
        Path log = work.resolve(name + ".log");
        var child = new ChildCommand(name, command, Map.of(), work, log, "TERM", GRACE);
        return new Container(ChildProcess.start(child), log, URI.create("http://127.0.0.1:" + managementPort));
    }

    boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("ended: " + said());
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(management.resolve("/q/health/ready"))
                    .build();
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stop);
        }
    }

    /** Ids of the user that it runs as, from the kernel. */
    String user() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .findFirst()
                .orElseThrow();
    }

    /** The files that are mapped into its memory, from the kernel. */
    String mapped() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException silent) {
            return silent.toString();
        }
    }

    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; returns when it is gone. */
    @Override
    public void close() {
        process.stop();
    }
}
