package dev.parley.bench.target;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A peer that runs. */
public final class PeerServer implements AutoCloseable {
    private static final Duration INSTALL_BOUND = Duration.ofMinutes(5);
    private static final Duration START_BOUND = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Peer peer;
    private final int port = Ports.anyFree();
    private final Path folder;
    private final ChildProcess process;

    private PeerServer(Peer peer, Path folder) {
        this.folder = folder;
        this.peer = peer;
        this.process = ChildProcess.start(command(peer, folder, peer.run().apply(folder, port)));
        Await.ready(process, START_BOUND, () -> Ports.answers(port));
    }

    public static List<String> names() {
        return PeerCatalogue.all(Path.of("")).stream().map(Peer::name).toList();
    }

    /** Installs, builds and starts those that are asked for; one that cannot be had here is left out with a line. */
    public static List<PeerServer> start(List<String> names, Progress progress) {
        Path module = Workspace.find().root().resolve("benchmarks");
        List<PeerServer> running = new ArrayList<>();
        for (Peer peer : PeerCatalogue.all(module.resolve("target/lib"))) {
            if (names.contains(peer.name())) {
                start(peer, module, progress).ifPresent(running::add);
            }
        }
        return running;
    }

    private static Optional<PeerServer> start(Peer peer, Path module, Progress progress) {
        for (String tool : peer.tools()) {
            if (!inPath(tool)) {
                progress.say(peer.name() + " is left out: there is no " + tool + " here");
                return Optional.empty();
            }
        }
        Path folder = module.resolve("target/peers").resolve(peer.name());
        try {
            install(peer, module.resolve("peers").resolve(peer.name()), folder);
            return Optional.of(new PeerServer(peer, folder));
        } catch (LocalFailure failure) {
            progress.say(peer.name() + " is left out: " + failure.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Peer peer, Path source, Path folder) throws IOException {
        Path installed = folder.resolve("installed");
        String wanted = newest(source);
        if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
            return;
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (List<String> step : peer.install()) {
            ChildProcess.run(command(peer, folder, step), INSTALL_BOUND);
        }
        Files.writeString(installed, wanted);
    }

    private static String newest(Path source) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            long newest = 0;
            for (Path file : files.toList()) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
            return Long.toString(newest);
        }
    }

    private static ChildCommand command(Peer peer, Path folder, List<String> arguments) {
        return new ChildCommand(peer.name(), arguments, Map.of(), folder, folder.resolve("peer.log"), "TERM", GRACE);
    }

    private static boolean inPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    public String name() {
        return peer.name();
    }

    public Dialect dialect() {
        return peer.dialect();
    }

    public URI address() {
        return peer.dialect().address("127.0.0.1", port);
    }

    public ProcessMeter meter() {
        return new ProcessMeter(process.pid());
    }

    /** What was installed. */
    public String version() {
        Path source = folder.resolve(peer.version().file());
        try {
            String text;
            if (Files.isDirectory(source)) {
                try (Stream<Path> files = Files.list(source)) {
                    text = files.map(file -> file.getFileName().toString()).collect(Collectors.joining("\n"));
                }
            } else {
                text = Files.readString(source);
            }
            Matcher found = Pattern.compile(peer.version().pattern()).matcher(text);
            return found.find() ? found.group(1) : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
