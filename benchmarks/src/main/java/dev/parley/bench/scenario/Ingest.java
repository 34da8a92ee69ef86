package dev.parley.bench.scenario;

import dev.parley.bench.load.Loop;
import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Durable messages: how many are accepted a second at most, and how long each waits at parts of that rate. Accepted means
 * committed by PostgreSQL with its place in the room's log, and published.
 */
public final class Ingest {
    private static final List<Double> SHARES = List.of(0.25, 0.5, 0.75, 0.9);

    private final Loop loop;
    private final ParleySystem system;
    private final Plan plan;

    /**
     * @param name what users and rooms are called after; another run on the same system needs another
     * @param inFlight how many messages of all rooms together are on their way when as many as possible are wanted
     */
    public record Plan(String name, int rooms, int inFlight, int textBytes, int warmUpStretchesMax, Duration stretch) {}

    public Ingest(Loop loop, ParleySystem system, Plan plan) {
        this.loop = loop;
        this.system = system;
        this.plan = plan;
    }

    /** As many as possible, and parts of that. */
    public void run(Results results) {
        Writers writers = writers();
        Saying saying = new Saying(loop, writers, plan.textBytes(), 0);
        double most = most(saying, results).number("acceptedPerSecond");
        for (double share : SHARES) {
            measure(saying, new Pace.PerSecond(most * share), results);
        }
        writers.leave();
    }

    /** As many as possible. */
    public Result most(Results results) {
        Writers writers = writers();
        Result most = most(new Saying(loop, writers, plan.textBytes(), 0), results);
        writers.leave();
        return most;
    }

    private Result most(Saying saying, Results results) {
        Pace full = new Pace.InFlight(plan.inFlight());
        WarmUp.run(system.meters().values(), plan.warmUpStretchesMax(), () -> saying.during(plan.stretch(), full));
        return measure(saying, full, results);
    }

    private Writers writers() {
        List<String> users = IntStream.range(0, plan.rooms())
                .mapToObj(i -> plan.name() + "-" + i)
                .toList();
        List<String> rooms = users.stream()
                .map(user -> system.createRoom(user, user, "public", List.of()))
                .toList();
        ParleyDialect dialect = ParleyDialect.silent(system.issuer());
        URI gateway = dialect.address("127.0.0.1", system.gateway(0).endpoint().http());
        return new Writers(loop, gateway, dialect, users, rooms);
    }

    private Result measure(Saying saying, Pace pace, Results results) {
        Costs costs = Costs.from(system.meters());
        Saying.Heard heard = saying.during(plan.stretch(), pace);
        Result result = Result.of("ingest", "parley").with("name", plan.name()).with("rooms", plan.rooms());
        switch (pace) {
            case Pace.InFlight(int messages) -> result.with("inFlight", messages);
            case Pace.PerSecond(double messages) -> result.with("offeredPerSecond", messages);
        }
        result.with("acceptedPerSecond", heard.messagesPerSecond())
                .with("p50Millis", heard.millisAt(50))
                .with("p99Millis", heard.millisAt(99))
                .with("worstMillis", heard.millisAt(100));
        costs.addTo(result, heard.messages(), "Message");
        results.add(result);
        return result;
    }
}
