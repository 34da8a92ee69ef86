package dev.parley.system.operation;

import dev.parley.local.Folders;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.service.Parley;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.environment.Realm;
import dev.parley.system.environment.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A system of its own, whose parts may be stopped, killed and added: two message-services and as many gateways as are asked
 * for. Started by the first test that asks, shared by those of this package, and gone with the JVM.
 */
final class Fleet {
    private static final int GATEWAYS_AT_FIRST = 2;
    /** Enough that none of them has more connections to a gateway than a user may have. */
    private static final int PEOPLE = 100;

    private final Infrastructure infrastructure;
    private final Parley parley;
    private final List<User> people;
    private final TraceReceiver traces;

    private Fleet() {
        Path folder = Workspace.find()
                .root()
                .resolve("system-tests/target/fleet-" + ProcessHandle.current().pid());
        try {
            Folders.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        infrastructure = Infrastructure.prepare(InfrastructureOptions.freePorts(folder), Progress.silent());
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close, "fleet-close"));
        infrastructure.start();
        traces = TraceReceiver.start();
        parley = Parley.start(infrastructure, options(traces.endpoint()));
        parley.addMessage(Map.of());
        Realm realm = new Realm(infrastructure.keycloak().issuer());
        people = IntStream.range(0, PEOPLE)
                .mapToObj(number -> realm.user("sailor-" + number))
                .toList();
    }

    /**
     * Some of what people do is traced; all of it would be as much work again. Thousands of clients in one process may be
     * slow to answer a ping on a busy machine, and the broadcast may be slow there; what gateways ask history-service for is
     * then what was lost.
     */
    private static ParleyOptions options(String traceEndpoint) {
        ParleyOptions options = ParleyOptions.gateways(GATEWAYS_AT_FIRST)
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_HEARTBEAT_GRACE", "PT2M")
                .with(ServiceKind.GATEWAY, "PARLEY_GATEWAY_BROADCAST_DELAY", "PT30S");
        for (ServiceKind kind : ServiceKind.values()) {
            options = options.with(kind, "QUARKUS_OTEL_SDK_DISABLED", "false")
                    .with(kind, "QUARKUS_OTEL_TRACES_SAMPLER_ARG", "0.3")
                    .with(kind, "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "500ms")
                    .with(kind, "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", traceEndpoint);
        }
        return options;
    }

    private static final class Holder {
        private static final Fleet SHARED = new Fleet();
    }

    static Fleet shared() {
        return Holder.SHARED;
    }

    List<User> people() {
        return people;
    }

    /** Where all services send their traces. */
    TraceReceiver traces() {
        return traces;
    }

    Infrastructure infrastructure() {
        return infrastructure;
    }

    /** So many gateways, or more. */
    List<ServiceProcess> gateways(int count) {
        while (parley.gateways().size() < count) {
            addGateway();
        }
        return parley.gateways();
    }

    List<ServiceProcess> gateways() {
        return parley.gateways();
    }

    ServiceProcess addGateway() {
        return parley.addGateway(Map.of());
    }

    List<ServiceProcess> messages() {
        return parley.messages();
    }

    ServiceProcess history() {
        return parley.history();
    }
}
