package dev.parley.local.infrastructure;

import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The programs of Keycloak. They are built once for what we need of them, which takes some 15 s and saves more at every
 * start. Java is started directly and not through {@code kc.sh}, which stays between us and the server and gets in the way of
 * signals.
 */
final class KeycloakDistribution {
    private static final Duration BUILD_BOUND = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** What costs start-up time and no local user asks for. */
    private static final List<String> UNUSED = List.of(
            "admin-fine-grained-authz",
            "authorization",
            "ciba",
            "client-policies",
            "device-flow",
            "dpop",
            "identity-brokering-api",
            "impersonation",
            "kerberos",
            "organization",
            "par",
            "passkeys",
            "step-up-authentication",
            "step-up-authentication-saml",
            "token-exchange-standard",
            "twitter-broker",
            "web-authn");

    private final Workspace workspace;
    private final Progress progress;

    KeycloakDistribution(Workspace workspace, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
    }

    void prepare(Path log) {
        var folder = workspace.keycloakDistribution();
        var build = List.of("build", "--db=dev-file", "--features-disabled=" + String.join(",", UNUSED));
        try {
            BuildOnce.describedBy(folder.resolve("parley-build.txt"), String.join(" ", build), () -> {
                progress.say("preparing Keycloak (only once)");
                var command = java(folder, build.toArray(String[]::new));
                ChildProcess.run(
                        new ChildCommand("Keycloak's build", command, Map.of(), folder, log, "TERM", GRACE),
                        BUILD_BOUND);
            });
        } catch (IOException e) {
            throw new LocalFailure("cannot prepare Keycloak in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Makes {@code home} a home that shares these programs and has its own data. */
    void link(Path home) throws IOException {
        Files.createDirectories(home);
        for (var name : List.of("lib", "conf", "providers", "themes")) {
            var link = home.resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, workspace.keycloakDistribution().resolve(name));
        }
    }

    List<String> java(Path home, String... arguments) {
        var command = new ArrayList<>(List.of(
                Jvm.program(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                // As kc.sh does: the pool must be Quarkus's before anything touches it.
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                workspace.keycloakDistribution().resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
