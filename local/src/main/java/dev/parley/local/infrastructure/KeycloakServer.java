package dev.parley.local.infrastructure;

import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.process.Await;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Keycloak with the realm {@code parley}: users alice, bob, carol and admin, whose passwords are their names, and the public
 * clients {@code parley-web} (browser, PKCE) and {@code parley-cli} (password grant). For one machine only: the administrator
 * of the server is {@code admin} with password {@code admin}.
 */
public final class KeycloakServer extends Server {
    /** Name and password of the administrator of the whole server (realm {@code master}). */
    public static final String ADMINISTRATOR = "admin";

    private static final Duration START_BOUND = Duration.ofSeconds(180);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final InfrastructureOptions options;
    private final KeycloakDistribution distribution;
    private final int port;

    KeycloakServer(Workspace workspace, InfrastructureOptions options, Progress progress) {
        super("Keycloak");
        this.options = options;
        this.distribution = new KeycloakDistribution(workspace, progress);
        this.port = Ports.orAnyFree(options.keycloakPort());
    }

    public int port() {
        return port;
    }

    /** The realm's address, which stands in every token: {@code http://localhost:<port>/realms/parley}. */
    public URI issuer() {
        return URI.create(baseUrl() + "/realms/parley");
    }

    private String baseUrl() {
        return "http://localhost:" + port;
    }

    /**
     * A home of its own, so that several run from one distribution: the programs are links to it, the data are not.
     */
    private Path home() {
        return options.dataDirectory().resolve("keycloak");
    }

    @Override
    ChildProcess launch() {
        var log = options.logs().resolve("keycloak.log");
        distribution.prepare(log);
        try {
            distribution.link(home());
            importRealm();
        } catch (IOException e) {
            throw new LocalFailure("cannot prepare Keycloak in " + home() + ": " + e.getMessage(), e);
        }
        var command = distribution.java(
                home(),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=" + Ports.HOST,
                "--http-port=" + port,
                "--hostname=" + baseUrl(),
                "--http-max-queued-requests=1000",
                "--cache=local");
        var administrator = Map.of(
                "KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR,
                "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATOR);
        return ChildProcess.start(new ChildCommand(name(), command, administrator, home(), log, "TERM", GRACE));
    }

    private void importRealm() throws IOException {
        var folder = Files.createDirectories(home().resolve("data/import"));
        try (var realm = KeycloakServer.class.getResourceAsStream("parley-realm.json")) {
            if (realm == null) {
                throw new IOException("parley-realm.json is not on the class path");
            }
            Files.write(folder.resolve("parley-realm.json"), realm.readAllBytes());
        }
    }

    @Override
    void awaitReady(ChildProcess started) {
        var configuration = URI.create(issuer() + "/.well-known/openid-configuration");
        Await.ready(started, START_BOUND, () -> Http.answersOk(configuration));
    }
}
