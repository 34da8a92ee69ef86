package dev.parley.system.environment;

import dev.parley.local.Progress;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.TestInfrastructure;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServiceProcess;
import dev.parley.local.service.Training;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Requests;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The running system: started by the first test that asks, shared by all, stopped by the last one. */
public final class ParleySystem {
    /** Two gateways are for ordinary use: tests write faster than people, and as few people. */
    private static final int GATEWAYS = 2;

    private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

    private static final String AS_FAST_AS_TESTS_LIKE = "100000";
    /** After two seconds Vert.x would warn of a blocked thread, where only the machine stood still; and logs are to be clean. */
    private static final String STANDSTILL = "PT15S";

    private final Parley parley;
    private final Infrastructure infrastructure;
    private final Realm realm;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<GatewaySettings, ServiceProcess> special = new ConcurrentHashMap<>();
    private final AtomicInteger freshUsers = new AtomicInteger();
    private @Nullable String expired;

    private ParleySystem() {
        infrastructure = TestInfrastructure.shared();
        if (Boolean.getBoolean("parley.train")) {
            // Pays when many tests start services of their own.
            Training.ofBuilt(infrastructure, Progress.silent()).ensure();
        }
        realm = new Realm(infrastructure.keycloak().issuer());
        parley = Parley.start(infrastructure, options());
    }

    private static ParleyOptions options() {
        ParleyOptions options = ParleyOptions.gateways(GATEWAYS)
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", AS_FAST_AS_TESTS_LIKE)
                .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", AS_FAST_AS_TESTS_LIKE);
        for (ServiceKind kind : ServiceKind.values()) {
            options = options.with(kind, "QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME", STANDSTILL);
        }
        return options;
    }

    private static final class Holder {
        private static final ParleySystem SHARED = new ParleySystem();
    }

    public static ParleySystem shared() {
        return Holder.SHARED;
    }

    /** The gateway that most tests use: 0 or 1. */
    public ServiceProcess gateway(int index) {
        return parley.gateway(index);
    }

    /** A gateway of the same system with other settings; started once, shared by the tests that want the same. */
    public ServiceProcess gateway(GatewaySettings settings) {
        return special.computeIfAbsent(settings, wanted -> parley.addGateway(wanted.environment()));
    }

    /** A gateway that a test has to itself, to do to it what the others could not bear. */
    public ServiceProcess ownGateway() {
        return ownGateway(Map.of());
    }

    /** @param environment what sets it apart from the others */
    public ServiceProcess ownGateway(Map<String, String> environment) {
        return parley.addGateway(environment);
    }

    /** Keycloak's realm, as tokens name it. */
    public URI issuer() {
        return infrastructure.keycloak().issuer();
    }

    public URI historyUri() {
        return parley.history().uri();
    }

    /** The port of history-service that only gateways use. */
    public URI internalHistoryUri() {
        return parley.internalHistoryUri();
    }

    public String serviceCredential() {
        return infrastructure.credentials().serviceCredential();
    }

    /** The database, as its owner. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                infrastructure.postgres().jdbcUrl(),
                "parley",
                infrastructure.credentials().databasePassword());
    }

    public List<ServiceProcess> services() {
        return parley.services();
    }

    /** Somebody who lives through the whole run: other tests know them too. Signed in, so that others can name them. */
    public User user(String name) {
        return users.computeIfAbsent(name, this::signedIn);
    }

    /** Somebody who was never seen before; signed in, so that others can name them. */
    public User freshUser(String stem) {
        return user(stem + "-" + freshUsers.incrementAndGet());
    }

    /** Somebody whom the realm knows and Parley does not. */
    public User neverSignedIn(String stem) {
        return realm.user(stem + "-" + freshUsers.incrementAndGet());
    }

    /** A genuine token of alice that was valid once. */
    public synchronized String expiredToken() {
        String token = expired;
        if (token == null) {
            token = user("alice").shortLivedToken();
            expired = token;
        }
        Instant over = Jwt.expiry(token).plus(CLOCKS_APART);
        Patience.until(
                "the token has expired", Patience.USUAL, () -> Instant.now().isAfter(over));
        return token;
    }

    private User signedIn(String name) {
        User user = realm.user(name);
        Handshake.with(gateway(0).webSocketUri()).bearer(user.token()).open().close();
        Requests history = new Requests(historyUri());
        Patience.until(
                name + " is among the people",
                Patience.USUAL,
                () -> history.as(user.token())
                        .queryParam("q", name)
                        .get("/api/people")
                        .asString()
                        .contains(user.id()));
        return user;
    }

    /** Stops the services and waits until their processes are gone; no test can use them after that. */
    public void stop() {
        parley.close();
    }
}
