package dev.parley.system.environment;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.process.Ports;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceKind;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.faults.fault.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A system of its own, whose parts one test class may take away; the shared one would take the other tests along. */
public final class BreakableSystem implements AutoCloseable {
    private static final String AS_FAST_AS_TESTS_LIKE = "100000";

    private final Path data;
    private final Infrastructure infrastructure;
    private final TcpProxy toPostgres;
    private final Parley parley;
    private final Realm realm;

    /** @param name of the folder for its data and logs */
    public BreakableSystem(String name) {
        data = Workspace.find()
                .root()
                .resolve("system-tests/target")
                .resolve(name + "-" + ProcessHandle.current().pid());
        infrastructure = Infrastructure.start(InfrastructureOptions.freePorts(data), Progress.silent());
        toPostgres = new TcpProxy(infrastructure.postgres().port(), Duration.ZERO);
        String database = "postgresql://" + Ports.HOST + ":" + toPostgres.port() + "/parley";
        realm = new Realm(infrastructure.keycloak().issuer());
        parley = Parley.start(
                infrastructure,
                ParleyOptions.gateways(1)
                        .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMANDS_PER_SECOND", AS_FAST_AS_TESTS_LIKE)
                        .with(ServiceKind.GATEWAY, "PARLEY_LIMITS_COMMAND_BURST", AS_FAST_AS_TESTS_LIKE)
                        .with(ServiceKind.MESSAGE, "QUARKUS_DATASOURCE_REACTIVE_URL", database)
                        .with(ServiceKind.HISTORY, "QUARKUS_DATASOURCE_REACTIVE_URL", database));
    }

    public Infrastructure infrastructure() {
        return infrastructure;
    }

    /** Between the services and PostgreSQL. */
    public TcpProxy toPostgres() {
        return toPostgres;
    }

    public Parley parley() {
        return parley;
    }

    /** Somebody in the realm. */
    public User user(String name) {
        return realm.user(name);
    }

    /** Tokens that are asked for from now on are signed with a key that no service has seen. */
    public void rotateKeys() {
        realm.rotateKeys();
    }

    public Handshake handshake() {
        return Handshake.with(parley.gateway(0).webSocketUri());
    }

    public ParleyClient open(User user) {
        return handshake().bearer(user.token()).open();
    }

    @Override
    public void close() {
        parley.close();
        infrastructure.close();
        toPostgres.close();
        try {
            Folders.delete(data);
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + data + ": " + e.getMessage(), e);
        }
    }
}
