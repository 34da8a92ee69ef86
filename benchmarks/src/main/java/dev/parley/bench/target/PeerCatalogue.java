package dev.parley.bench.target;

import dev.parley.local.process.Jvm;
import java.nio.file.Path;
import java.util.List;

/** The peers that can be had from the package registries. */
final class PeerCatalogue {
    private static final List<String> NPM = List.of("npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
    private static final List<List<String>> GO =
            List.of(List.of("go", "mod", "tidy"), List.of("go", "build", "-o", "server", "."));

    private PeerCatalogue() {}

    /** @param libraries the folder with the jars of this module */
    static List<Peer> all(Path libraries) {
        return List.of(
                node("ws", new EchoDialect()),
                node("socket.io", new SocketIoDialect()),
                new Peer(
                        "bun",
                        new EchoDialect(),
                        List.of("npm"),
                        List.of(NPM),
                        npmVersion("bun"),
                        (folder, port) -> List.of(
                                folder.resolve("node_modules/.bin/bun").toString(), "server.js", port.toString())),
                go("gorilla", new EchoDialect()),
                go("centrifuge", new CentrifugeDialect()),
                vertx(libraries),
                channels(),
                actionCable());
    }

    private static Peer node(String name, Dialect dialect) {
        return new Peer(
                name,
                dialect,
                List.of("npm", "node"),
                List.of(NPM),
                npmVersion(name),
                (_, port) -> List.of("node", "server.js", port.toString()));
    }

    private static Peer.Version npmVersion(String name) {
        return new Peer.Version("node_modules/" + name + "/package.json", "\"version\": \"(.*?)\"");
    }

    private static Peer go(String name, Dialect dialect) {
        return new Peer(
                name,
                dialect,
                List.of("go"),
                GO,
                new Peer.Version("go.mod", "require \\S+ (v\\S+)"),
                (folder, port) -> List.of(folder.resolve("server").toString(), port.toString()));
    }

    private static Peer vertx(Path libraries) {
        return new Peer(
                "vertx",
                new EchoDialect(),
                List.of(),
                List.of(List.of(
                        Path.of(Jvm.home(), "bin", "javac").toString(),
                        "-cp",
                        libraries + "/*",
                        "-d",
                        "classes",
                        "Server.java")),
                new Peer.Version("../../lib", "vertx-core-(.*)\\.jar"),
                (_, port) -> List.of(
                        Jvm.program(),
                        "-Xms64m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        "classes:" + libraries + "/*",
                        "Server",
                        port.toString()));
    }

    private static Peer channels() {
        return new Peer(
                "channels",
                new EchoDialect(),
                List.of("python3"),
                List.of(
                        List.of("python3", "-m", "venv", "venv"),
                        List.of("venv/bin/pip", "install", "-q", "-r", "requirements.txt")),
                new Peer.Version("requirements.txt", "channels==(\\S+)"),
                (folder, port) -> List.of(folder.resolve("venv/bin/python").toString(), "server.py", port.toString()));
    }

    /** As the system's packages have it: RubyGems is one more registry, and Debian's packages bring all of it. */
    private static Peer actionCable() {
        return new Peer(
                "action-cable",
                new ActionCableDialect(),
                List.of("ruby", "puma"),
                List.of(List.of(
                        "ruby",
                        "-e",
                        "require 'action_cable'; File.write('version', 'actioncable ' + ActionCable.version.to_s)")),
                new Peer.Version("version", "actioncable (\\S+)"),
                (_, port) -> List.of(
                        "puma",
                        "--quiet",
                        "--environment",
                        "production",
                        "--threads",
                        "5:5",
                        "--bind",
                        "tcp://127.0.0.1:" + port,
                        "config.ru"));
    }
}
