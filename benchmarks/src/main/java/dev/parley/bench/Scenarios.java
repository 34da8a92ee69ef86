package dev.parley.bench;

import dev.parley.bench.load.Loop;
import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Fanout;
import dev.parley.bench.scenario.Idle;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Subject;
import dev.parley.bench.target.Dialect;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import dev.parley.bench.target.PeerServer;
import dev.parley.local.Progress;
import dev.parley.local.service.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts what a scenario measures, runs it, and ends what was started. */
final class Scenarios {
    static final List<String> NAMES = List.of("fanout", "idle");

    /** Long enough for an idle JVM to collect what it no longer needs. */
    private static final Duration SETTLE = Duration.ofSeconds(8);

    private final Plan plan;
    private final Results results;
    private final Progress progress;

    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }

    Scenarios(Plan plan, Results results, Progress progress) {
        this.plan = plan;
        this.results = results;
        this.progress = progress;
    }

    void run(List<String> names) {
        for (String name : names) {
            switch (name) {
                case "fanout" -> fanout();
                case "idle" -> idle();
                default -> throw new IllegalArgumentException(name);
            }
        }
    }

    private void fanout() {
        try (Loop loop = new Loop();
                Stage stage = new Stage(Map.of())) {
            List<Subject> subjects = new ArrayList<>();
            stage.parley().ifPresent(system -> {
                String room = system.createRoom("parley-0", "fanout", "public", List.of());
                subjects.add(stage.gateway(system, ParleyDialect.room(system.issuer(), room)));
            });
            stage.peers.forEach(peer -> subjects.add(Subject.of(peer)));
            Fanout.Plan rounds = new Fanout.Plan(
                    plan.receivers(),
                    plan.textBytes(),
                    plan.rounds(),
                    plan.stretch().multipliedBy(2),
                    plan.stretch());
            List<Pace> paces = Stream.concat(
                            plan.inFlight().stream().<Pace>map(Pace.InFlight::new),
                            plan.rates().stream().map(Pace.PerSecond::new))
                    .toList();
            new Fanout(loop, rounds).run(subjects, paces, results);
        }
    }

    private void idle() {
        try (Loop loop = new Loop();
                Stage stage = new Stage(Map.of("_JAVA_OPTIONS", "-Xmx512m"))) {
            Idle idle = new Idle(loop, SETTLE);
            stage.parley()
                    .ifPresent(system -> results.add(idle.run(
                            stage.gateway(system, ParleyDialect.silent(system.issuer())), plan.connections())));
            stage.peers.forEach(peer -> results.add(idle.run(Subject.of(peer), plan.connections())));
        }
    }

    /** What runs during one scenario. */
    private final class Stage implements AutoCloseable {
        final List<PeerServer> peers;
        private final java.util.Optional<ParleySystem> parley;

        Stage(Map<String, String> scenarioSettings) {
            Map<String, String> gatewaySettings = new HashMap<>(scenarioSettings);
            gatewaySettings.putAll(plan.gatewaySettings());
            parley = plan.parley()
                    ? java.util.Optional.of(ParleySystem.start(1, gatewaySettings, progress))
                    : java.util.Optional.empty();
            peers = PeerServer.start(plan.peers(), progress);
        }

        java.util.Optional<ParleySystem> parley() {
            return parley;
        }

        Subject gateway(ParleySystem system, Dialect dialect) {
            ServiceProcess gateway = system.gateway(0);
            List<ProcessMeter> behind = system.meters().entrySet().stream()
                    .filter(meter -> !meter.getKey().equals(gateway.name()))
                    .map(Map.Entry::getValue)
                    .toList();
            return new Subject(
                    "parley",
                    dialect.address("127.0.0.1", gateway.endpoint().http()),
                    dialect,
                    new ProcessMeter(gateway.pid()),
                    behind);
        }

        @Override
        public void close() {
            Stream.concat(peers.stream(), parley.stream().map(AutoCloseable.class::cast))
                    .forEach(this::end);
        }

        private void end(AutoCloseable running) {
            try {
                running.close();
            } catch (Exception failure) {
                progress.say("could not be ended: " + failure.getMessage());
            }
        }
    }
}
