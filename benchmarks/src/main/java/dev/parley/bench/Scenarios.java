package dev.parley.bench;

import dev.parley.bench.load.Loop;
import dev.parley.bench.micro.Micro;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Fanout;
import dev.parley.bench.scenario.HistoryReads;
import dev.parley.bench.scenario.Idle;
import dev.parley.bench.scenario.Ingest;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Rooms;
import dev.parley.bench.scenario.StartTime;
import dev.parley.bench.scenario.Storm;
import dev.parley.bench.scenario.Subject;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import dev.parley.bench.target.PeerServer;
import dev.parley.local.Progress;
import dev.parley.local.service.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts what a scenario measures, runs it, and ends what was started. */
final class Scenarios {
    static final List<String> NAMES =
            List.of("fanout", "idle", "rooms", "ingest", "storm", "history", "start", "curves", "micro");

    /** Long enough for an idle JVM to collect what it no longer needs. */
    private static final Duration SETTLE = Duration.ofSeconds(8);
    /** What the figures of many connections are promised for. */
    private static final Map<String, String> MANY_CONNECTIONS = Map.of("_JAVA_OPTIONS", "-Xmx512m");

    private static final int STORM_GATEWAYS = 3;

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
                case "rooms" -> rooms();
                case "ingest" -> ingest();
                case "storm" -> storm();
                case "history" -> history();
                case "start" -> start();
                case "curves" -> curves();
                case "micro" -> Micro.run(results);
                default -> throw new IllegalArgumentException(name);
            }
        }
    }

    private void fanout() {
        try (Loop loop = new Loop();
                Stage stage = Stage.with(plan, Map.of(), results, progress)) {
            List<Subject> subjects = new ArrayList<>();
            stage.parley().ifPresent(system -> subjects.add(Stage.room(system, "fanout")));
            stage.peers().forEach(peer -> subjects.add(Subject.of(peer)));
            List<Pace> paces = Stream.concat(
                            plan.inFlight().stream().<Pace>map(Pace.InFlight::new),
                            plan.rates().stream().map(Pace.PerSecond::new))
                    .toList();
            new Fanout(loop, plan.fanout(plan.receivers())).run(subjects, paces, results);
        }
    }

    private void idle() {
        try (Loop loop = new Loop();
                Stage stage = Stage.with(plan, MANY_CONNECTIONS, results, progress)) {
            Idle idle = new Idle(loop, SETTLE);
            stage.parley()
                    .ifPresent(system -> results.add(idle.run(
                            Stage.gateway(system, ParleyDialect.silent(system.issuer())), plan.connections())));
            for (PeerServer peer : stage.peers()) {
                results.add(idle.run(Subject.of(peer), plan.connections()));
            }
        }
    }

    private void rooms() {
        double rate = plan.rates().isEmpty() ? 100 : plan.rates().getFirst();
        try (Loop loop = new Loop();
                ParleySystem system = parley(1, Map.of())) {
            Rooms.Plan rooms = new Rooms.Plan(plan.rooms(), plan.rooms(), rate, plan.textBytes(), plan.stretch());
            results.add(new Rooms(loop, system, rooms).run());
        }
    }

    private void ingest() {
        try (Loop loop = new Loop();
                ParleySystem system = parley(1, Map.of())) {
            new Ingest(loop, system, plan.ingest("ingest", plan.rooms())).run(results);
        }
    }

    private void storm() {
        try (Loop loop = new Loop();
                ParleySystem system = parley(STORM_GATEWAYS, MANY_CONNECTIONS)) {
            // As the images are: what a gateway is asked for when another is lost, its JVM has seen before.
            List<ServiceProcess> services = system.parley().services();
            services.reversed().forEach(ServiceProcess::stop);
            system.forget();
            system.train(progress);
            services.forEach(ServiceProcess::start);
            Storm.Plan storm = new Storm.Plan(
                    plan.connections(),
                    Math.max(plan.rooms(), plan.connections() / 20),
                    plan.rooms(),
                    plan.rates().isEmpty() ? 50 : plan.rates().getFirst(),
                    plan.stretch());
            results.add(new Storm(loop, system, storm).run().with("jvm", "rehearsed"));
        }
    }

    private void history() {
        try (ParleySystem system = parley(1, Map.of())) {
            new HistoryReads(system, progress, plan.rounds()).run(plan.events(), results);
        }
    }

    private void start() {
        try (ParleySystem system = parley(1, Map.of())) {
            new StartTime(system, progress, plan.rounds()).run(results);
        }
    }

    private void curves() {
        try (Loop loop = new Loop();
                ParleySystem system = parley(2, MANY_CONNECTIONS)) {
            new Curves(loop, system, plan, results).draw();
        }
    }

    private ParleySystem parley(int gateways, Map<String, String> settings) {
        return Stage.parley(plan, gateways, settings, progress);
    }
}
