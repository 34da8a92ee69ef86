package dev.parley.system.faults.fault;

import dev.parley.local.infrastructure.Server;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.faults.fault.TcpProxy.Mode;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Every fault there is. */
public final class Catalogue {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration MIDDLE = Duration.ofSeconds(6);
    /** Longer than the 6 s after which Kafka gives a silent message-service's partitions to the other. */
    private static final Duration BEYOND_SESSION = Duration.ofSeconds(9);

    private static final Duration LONG = Duration.ofSeconds(13);

    private Catalogue() {}

    /** The names, for help and for checking what was asked for. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                "kill-gateway",
                "restart-gateway",
                "freeze-gateway",
                "kill-message",
                "restart-message",
                "zombie-message"));
        names.addAll(List.of("kill-history", "freeze-history", "kill-kafka", "freeze-kafka"));
        names.addAll(List.of("kill-postgres", "freeze-postgres", "kill-keycloak"));
        for (String edge : List.of("postgres", "history", "clients")) {
            names.addAll(List.of("delay-" + edge, "cut-" + edge, "half-open-" + edge, "swallow-" + edge));
        }
        names.addAll(List.of("add-partitions", "reconnect-storm"));
        return List.copyOf(names);
    }

    /** @param storm breaks every client's connection */
    public static List<Fault> of(Stage stage, Recorder recorder, Runnable storm) {
        List<Fault> all = new ArrayList<>();
        Supplier<List<ServiceProcess>> history = () -> List.of(stage.history());
        all.add(killed("kill-gateway", "gateways", stage::gateways));
        all.add(restarted("restart-gateway", "gateways", stage::gateways));
        all.add(frozen("freeze-gateway", "gateways", stage::gateways, SHORT, LONG));
        all.add(killed("kill-message", "messages", stage::messages));
        all.add(restarted("restart-message", "messages", stage::messages));
        all.add(frozen("zombie-message", "messages", stage::messages, BEYOND_SESSION, LONG));
        all.add(killed("kill-history", "history", history));
        all.add(frozen("freeze-history", "history", history, SHORT, MIDDLE));
        all.add(killed("kill-kafka", stage.infrastructure().kafka()));
        all.add(frozen("freeze-kafka", stage.infrastructure().kafka()));
        all.add(killed("kill-postgres", stage.infrastructure().postgres()));
        all.add(frozen("freeze-postgres", stage.infrastructure().postgres()));
        all.add(killed("kill-keycloak", stage.infrastructure().keycloak()));
        edge("postgres", stage.postgresEdges(), all);
        edge("history", List.of(stage.historyEdge()), all);
        edge("clients", stage.clientEdges(), all);
        all.add(new Fault("add-partitions", "partitions", SHORT, SHORT, _ -> {
            recorder.add(new Entry.PartitionsAdded(System.nanoTime()));
            stage.addPartitions();
            return () -> {};
        }));
        all.add(new Fault("reconnect-storm", "clients", Duration.ZERO, Duration.ZERO, _ -> {
            storm.run();
            return () -> {};
        }));
        return all;
    }

    private static Fault killed(String name, String touches, Supplier<List<ServiceProcess>> services) {
        return new Fault(name, touches, SHORT, MIDDLE, random -> {
            ServiceProcess one = any(services.get(), random);
            one.kill();
            return one::start;
        });
    }

    /** Stopped in good order, as in a rolling update. */
    private static Fault restarted(String name, String touches, Supplier<List<ServiceProcess>> services) {
        return new Fault(name, touches, Duration.ZERO, SHORT, random -> {
            ServiceProcess one = any(services.get(), random);
            one.stop();
            return one::start;
        });
    }

    private static Fault frozen(
            String name, String touches, Supplier<List<ServiceProcess>> services, Duration least, Duration most) {
        return new Fault(name, touches, least, most, random -> {
            ServiceProcess one = any(services.get(), random);
            one.suspend();
            return one::resume;
        });
    }

    private static Fault killed(String name, Server server) {
        return new Fault(name, server.name(), SHORT, MIDDLE, _ -> {
            server.kill();
            return server::start;
        });
    }

    private static Fault frozen(String name, Server server) {
        return new Fault(name, server.name(), SHORT, LONG, _ -> {
            server.suspend();
            return server::resume;
        });
    }

    private static void edge(String edge, List<TcpProxy> proxies, List<Fault> all) {
        String touches = "edge to " + edge;
        all.add(proxied("delay-" + edge, touches, proxies, Mode.DELAY));
        all.add(proxied("cut-" + edge, touches, proxies, Mode.CUT));
        all.add(proxied("half-open-" + edge, touches, proxies, Mode.HALF_OPEN));
        all.add(proxied("swallow-" + edge, touches, proxies, Mode.SWALLOW_ANSWERS));
    }

    private static Fault proxied(String name, String touches, List<TcpProxy> proxies, Mode mode) {
        return new Fault(name, touches, SHORT, LONG, random -> {
            TcpProxy one = any(proxies, random);
            one.set(mode);
            return () -> one.set(Mode.PASS);
        });
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
