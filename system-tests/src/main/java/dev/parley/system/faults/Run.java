package dev.parley.system.faults;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.faults.check.Checker;
import dev.parley.system.faults.check.Column;
import dev.parley.system.faults.check.Planted;
import dev.parley.system.faults.check.Verdict;
import dev.parley.system.faults.fault.Catalogue;
import dev.parley.system.faults.fault.Fault;
import dev.parley.system.faults.fault.Schedule;
import dev.parley.system.faults.fault.Stage;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import dev.parley.system.faults.history.Recorder;
import dev.parley.system.faults.load.Client;
import dev.parley.system.faults.load.Doors;
import dev.parley.system.faults.load.Probe;
import dev.parley.system.faults.load.TokenBook;
import dev.parley.system.faults.load.Workload;
import dev.parley.system.faults.read.FinalRead;
import dev.parley.system.faults.read.HistoryReader;
import dev.parley.system.plant.Planter;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run, from an empty data directory to a verdict. */
public final class Run {
    private static final Duration SETTLE_BOUND = Duration.ofMinutes(3);
    private static final Duration REST_BOUND = Duration.ofSeconds(90);
    /** Nothing new for so long means that nothing more will come, and not that some process stands still. */
    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** Where a bug is to show, it does no harm to take for missing what is only late. */
    private static final Duration SILENCE_PLANTED = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(400);
    /** It is waited longer than is good, so that it can be told how long it took. */
    private static final Duration RECOVERY_BOUND = Outcome.RECOVERED_WITHIN.multipliedBy(3);
    /** With a bug in it the system may never recover, and that is not the question then. */
    private static final Duration RECOVERY_BOUND_PLANTED = Duration.ofSeconds(10);

    private static final Duration HALT_BOUND = Duration.ofSeconds(15);

    private final Plan plan;
    private final String cast;
    private final Progress progress;
    private final Recorder recorder = new Recorder();
    private final Random random;

    /** @param cast what everybody's name begins with: two runs on one stage have other people */
    public Run(Plan plan, String cast, Progress progress) {
        this.plan = plan;
        this.cast = cast;
        this.progress = progress;
        this.random = new Random(plan.seed());
    }

    /** @throws LocalFailure if the system cannot be started or read back */
    public static Outcome of(Plan plan, Progress progress) throws InterruptedException {
        Outcome outcome;
        try (var stage = Stage.start(plan.stage(), progress)) {
            outcome = new Run(plan, "faults", progress).on(stage);
        }
        // Of a run that could not be finished the logs are all that tells why.
        if (!plan.keep()) {
            delete(plan);
        }
        return outcome;
    }

    static void delete(Plan plan) {
        try {
            Folders.delete(plan.dataDirectory());
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + plan.dataDirectory() + ": " + e.getMessage(), e);
        }
    }

    /** On a stage that is ready; leaves it running. */
    public Outcome on(Stage stage) throws InterruptedException {
        var tokens = new TokenBook(stage.infrastructure().tokens());
        List<String> names =
                IntStream.range(0, plan.users()).mapToObj(i -> cast + "-" + i).toList();
        String prober = cast + "-probe";
        stage.infrastructure()
                .tokens()
                .newUsers(Stream.concat(names.stream(), Stream.of(prober)).toList());
        var doors = new Doors(stage.doors(), tokens);
        try (var workload = new Workload(names, doors, recorder, new Random(random.nextLong()));
                var probe = new Probe(prober, doors, recorder, new Random(random.nextLong()))) {
            List<UUID> probed = settle(workload, probe, stage.planter().planted() == null);
            stage.keepWhatIsThere();
            progress.say("%d users in %d rooms".formatted(plan.users(), plan.rooms()));
            long from = System.nanoTime();
            workload.talk(plan.commandsPerSecond());
            var reader = new HistoryReader(
                    stage.history().uri(),
                    stage.internalHistory(),
                    stage.infrastructure().credentials().serviceCredential());
            Thread looking = Thread.ofVirtual().start(() -> look(reader, workload, tokens));
            List<Fault> kinds = kinds(stage, workload);
            List<Schedule.Done> faults = breakThings(stage, kinds, probe);
            looking.interrupt();
            looking.join();
            workload.fallSilent();
            workload.requireSound();
            Duration loaded = Duration.ofNanos(System.nanoTime() - from);
            if (plan.crashes()) {
                lastWords(stage, workload);
            }
            boolean atRest = rest(stage, workload, probe);
            probed.forEach(workload.directory()::watch);
            List<Client> readers = new ArrayList<>(workload.clients());
            readers.add(probe.listener());
            Judgement judgement = judge(
                    new FinalRead(reader, tokens),
                    workload.directory().ids(),
                    readers,
                    stage.planter().planted() == null);
            return new Outcome(
                    plan,
                    loaded,
                    kinds.stream().map(Fault::name).toList(),
                    faults,
                    judgement.verdict(),
                    judgement.blind(),
                    workload.heldBack(),
                    atRest);
        }
    }

    /** @param sound whether everybody hears everything, if it works at all */
    private List<UUID> settle(Workload workload, Probe probe, boolean sound) throws InterruptedException {
        workload.connect();
        probe.connect();
        require(Workload.await(SETTLE_BOUND, () -> workload.allConnected() && probe.connected()), "connect");
        workload.furnish(plan.rooms());
        List<UUID> rooms = probe.furnish();
        require(Workload.await(SETTLE_BOUND, () -> workload.unanswered() + probe.unanswered() == 0), "make rooms");
        Duration bound = sound ? SETTLE_BOUND : RECOVERY_BOUND_PLANTED;
        require(probe.measure(System.nanoTime(), bound).isPresent() || !sound, "hear each other");
        return rooms;
    }

    private static void require(boolean done, String what) {
        if (!done) {
            throw new LocalFailure("the clients could not " + what + " before any fault");
        }
    }

    private List<Fault> kinds(Stage stage, Workload workload) {
        List<Fault> faults = Catalogue.of(stage, recorder, workload::storm).stream()
                .filter(fault -> plan.faults().isEmpty() || plan.faults().contains(fault.name()))
                .toList();
        if (faults.isEmpty()) {
            throw new LocalFailure("none of the faults asked for can be made here");
        }
        return faults;
    }

    private List<Schedule.Done> breakThings(Stage stage, List<Fault> faults, Probe probe) throws InterruptedException {
        Duration bound = stage.planter().planted() == null ? RECOVERY_BOUND : RECOVERY_BOUND_PLANTED;
        var schedule =
                new Schedule(faults, new Random(random.nextLong()), since -> probe.measure(since, bound), progress);
        return schedule.run(plan.length(), plan.onceEach(), plan.overlapping());
    }

    /** Somebody looks into some room all the time, whether it may be seen or not. */
    private void look(HistoryReader reader, Workload workload, TokenBook tokens) {
        var own = new Random(random.nextLong());
        try {
            while (!Thread.interrupted()) {
                List<Client> clients = workload.clients();
                Client client = clients.get(own.nextInt(clients.size()));
                List<UUID> rooms = workload.directory().ids();
                UUID room = rooms.get(own.nextInt(rooms.size()));
                var person = client.person();
                if (person != null) {
                    String token = tokens.of(client.name());
                    long asked = System.nanoTime();
                    int status = reader.look(token, room);
                    recorder.add(new Entry.Looked(asked, System.nanoTime(), person.id(), room, status));
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A message-service halts between commit and publishing when nothing else will be said: an event that nobody publishes
     * is missed until heads are compared, where otherwise the room's next one would bring it to light.
     */
    private void lastWords(Stage stage, Workload workload) throws InterruptedException {
        Workload.await(REST_BOUND, () -> workload.unanswered() == 0);
        progress.say("last words, and a crash between commit and publishing");
        for (ServiceProcess one : stage.messages()) {
            Planter.Armed armed = stage.planter().arm(one, CrashPoint.AFTER_COMMIT, 1);
            workload.lastWords();
            boolean halted = armed.halts(HALT_BOUND);
            if (!halted) {
                // No last word came into a partition of this one.
                one.stop();
            }
            one.start();
            if (halted) {
                return;
            }
        }
    }

    /** All is mended; now every command gets its answer and everybody gets to the head of every room. */
    private boolean rest(Stage stage, Workload workload, Probe probe) throws InterruptedException {
        progress.say("coming to rest");
        boolean ready = Workload.await(REST_BOUND, stage::ready);
        boolean answered = Workload.await(REST_BOUND, () -> workload.unanswered() + probe.unanswered() == 0);
        boolean connected = Workload.await(REST_BOUND, () -> workload.allConnected() && probe.connected());
        Bug planted = stage.planter().planted();
        Duration silence = planted == null || Proof.of(planted).columns().isEmpty() ? SILENCE : SILENCE_PLANTED;
        boolean quiet = Workload.await(REST_BOUND, () -> recorder.silence().compareTo(silence) >= 0);
        progress.say(
                "at rest: ready=%s answered=%s connected=%s quiet=%s".formatted(ready, answered, connected, quiet));
        return ready && answered && connected && quiet;
    }

    private record Judgement(Verdict verdict, List<Column> blind) {}

    /** @param sound whether no bug is planted: in a record that is bad already the checker's sight cannot be tried */
    private Judgement judge(FinalRead reading, List<UUID> rooms, List<Client> readers, boolean sound)
            throws InterruptedException {
        progress.say("reading every room by everybody");
        List<Entry> entries = recorder.entries();
        Findings findings = reading.all(rooms, readers);
        progress.say("checking %d entries".formatted(entries.size()));
        Verdict verdict = Checker.check(entries, findings);
        return new Judgement(verdict, sound ? Planted.blind(entries, findings, verdict) : List.of());
    }
}
