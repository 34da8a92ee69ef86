package dev.parley.system.faults.fault;

import dev.parley.local.LocalFailure;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.faults.fault.TcpProxy.Mode;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every fault there is. */
public final class Catalogue {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration MIDDLE = Duration.ofSeconds(6);
    /** Longer than the 6 s after which Kafka gives a silent message-service's partitions to the other. */
    private static final Duration BEYOND_SESSION = Duration.ofSeconds(9);

    private static final Duration LONG = Duration.ofSeconds(12);

    private static final List<String> NEED_DISKS =
            List.of("full-postgres", "full-kafka", "power-cut-postgres", "power-cut-kafka", "power-cut");
    private static final List<String> NEED_CLOCKS = List.of("clock-message", "clock-gateway");
    private static final List<Duration> JUMPS = List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofHours(3));

    /** A process looks at its clock every second, and so does what makes the clock jump. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

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
        for (String edge : List.of("postgres", "kafka", "history", "clients")) {
            names.addAll(List.of("delay-" + edge, "cut-" + edge, "half-open-" + edge, "swallow-" + edge));
        }
        names.addAll(List.of("add-partitions", "reconnect-storm", "nothing"));
        names.addAll(NEED_DISKS);
        names.addAll(NEED_CLOCKS);
        names.addAll(Crashes.names());
        return List.copyOf(names);
    }

    /** @param chosen empty: all */
    public static boolean needsDisks(List<String> chosen) {
        return chosen.isEmpty() || !Collections.disjoint(chosen, NEED_DISKS);
    }

    /** @param chosen empty: all */
    public static boolean needsClocks(List<String> chosen) {
        return chosen.isEmpty() || !Collections.disjoint(chosen, NEED_CLOCKS);
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
        edge("postgres", stage.edges().postgres(), all);
        edge("kafka", stage.edges().kafka(), all);
        edge("history", List.of(stage.edges().history()), all);
        edge("clients", stage.edges().clients(), all);
        stage.messageClock()
                .ifPresent(clock -> all.add(jumping("clock-message", "messages", clock, stage::messageWithClock)));
        stage.gatewayClock()
                .ifPresent(clock -> all.add(jumping("clock-gateway", "gateways", clock, stage::gatewayWithClock)));
        disks(stage, all);
        all.add(new Fault("add-partitions", Set.of("partitions"), SHORT, SHORT, _ -> {
            recorder.add(new Entry.PartitionsAdded(System.nanoTime()));
            stage.addPartitions();
            return () -> {};
        }));
        all.add(new Fault("reconnect-storm", Set.of("clients"), Duration.ZERO, Duration.ZERO, _ -> {
            storm.run();
            return () -> {};
        }));
        // How long a recovery takes when there is nothing to recover from.
        all.add(new Fault("nothing", Set.of(), SHORT, MIDDLE, _ -> () -> {}));
        all.addAll(Crashes.of(stage));
        return all;
    }

    private static void disks(Stage stage, List<Fault> all) {
        Disk postgresDisk = stage.postgresDisk().orElse(null);
        Disk kafkaDisk = stage.kafkaDisk().orElse(null);
        if (postgresDisk == null || kafkaDisk == null) {
            return;
        }
        Server postgres = stage.infrastructure().postgres();
        Server kafka = stage.infrastructure().kafka();
        Path logs = stage.infrastructure().options().logs();
        all.add(full("full-postgres", postgres, postgresDisk, new Complaints(logs.resolve("postgres.log"))));
        all.add(full("full-kafka", kafka, kafkaDisk, new Complaints(logs.resolve("kafka.log"))));
        all.add(powerCut("power-cut-postgres", postgres, postgresDisk));
        all.add(powerCut("power-cut-kafka", kafka, kafkaDisk));
        Set<String> everything = Set.of("gateways", "messages", "history", postgres.name(), kafka.name());
        all.add(new Fault("power-cut", everything, Duration.ZERO, SHORT, _ -> {
            postgresDisk.cutPower();
            kafkaDisk.cutPower();
            postgres.kill();
            kafka.kill();
            stage.services().forEach(ServiceProcess::kill);
            return () -> {
                postgresDisk.restore();
                kafkaDisk.restore();
                atOnce(Stream.concat(
                        Stream.of(postgres::start, kafka::start),
                        stage.services().stream().map(service -> service::start)));
            };
        }));
    }

    /** As when the power is back: nobody waits for anybody else to be there. */
    private static void atOnce(Stream<Runnable> starts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = starts.map(start -> CompletableFuture.runAsync(start, threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    /** A server that gave up is started again when there is room, as an operator would. */
    private static Fault full(String name, Server server, Disk disk, Complaints complaints) {
        return new Fault(name, Set.of(server.name()), MIDDLE, LONG, _ -> {
            long before = complaints.count();
            disk.fill();
            return () -> {
                boolean gaveUp = !server.isAlive();
                disk.free();
                server.start();
                if (!gaveUp && complaints.count() == before) {
                    throw new LocalFailure(server.name() + " did not notice that its disk was full");
                }
            };
        });
    }

    private static Fault powerCut(String name, Server server, Disk disk) {
        return new Fault(name, Set.of(server.name()), Duration.ZERO, SHORT, _ -> {
            disk.cutPower();
            server.kill();
            return () -> {
                disk.restore();
                server.start();
            };
        });
    }

    /** Either way the clock is set back once, and who sees that asks to be started anew. Here that is done at the end. */
    private static Fault jumping(String name, String touches, Clock clock, Supplier<ServiceProcess> service) {
        return new Fault(name, Set.of(touches), MIDDLE, LONG, random -> {
            clock.jump(any(JUMPS, random));
            return () -> {
                clock.jump(Duration.ZERO);
                ServiceProcess one = service.get();
                requireNotLive(one);
                one.stop();
                one.start();
            };
        });
    }

    private static void requireNotLive(ServiceProcess service) {
        long end = System.nanoTime() + NOTICED_WITHIN.toNanos();
        while (service.isLive()) {
            if (System.nanoTime() - end > 0) {
                throw new LocalFailure(service.name() + " did not notice that its clock was set back");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static Fault killed(String name, String touches, Supplier<List<ServiceProcess>> services) {
        return new Fault(name, Set.of(touches), SHORT, MIDDLE, random -> {
            ServiceProcess one = any(services.get(), random);
            one.kill();
            return one::start;
        });
    }

    /** Stopped in good order, as in a rolling update. */
    private static Fault restarted(String name, String touches, Supplier<List<ServiceProcess>> services) {
        return new Fault(name, Set.of(touches), Duration.ZERO, SHORT, random -> {
            ServiceProcess one = any(services.get(), random);
            one.stop();
            return one::start;
        });
    }

    private static Fault frozen(
            String name, String touches, Supplier<List<ServiceProcess>> services, Duration least, Duration most) {
        return new Fault(name, Set.of(touches), least, most, random -> {
            ServiceProcess one = any(services.get(), random);
            one.suspend();
            return one::resume;
        });
    }

    private static Fault killed(String name, Server server) {
        return new Fault(name, Set.of(server.name()), SHORT, MIDDLE, _ -> {
            server.kill();
            return server::start;
        });
    }

    private static Fault frozen(String name, Server server) {
        return new Fault(name, Set.of(server.name()), SHORT, LONG, _ -> {
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
        return new Fault(name, Set.of(touches), SHORT, LONG, random -> {
            TcpProxy one = any(proxies, random);
            one.set(mode);
            return () -> one.set(Mode.PASS);
        });
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
