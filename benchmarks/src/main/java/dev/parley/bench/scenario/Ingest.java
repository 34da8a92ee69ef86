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

    /** @param inFlight how many messages of all rooms together are on their way when as many as possible are wanted */
    public record Plan(int rooms, int inFlight, int textBytes, Duration stretch) {}

    public Ingest(Loop loop, ParleySystem system, Plan plan) {
        this.loop = loop;
        this.system = system;
        this.plan = plan;
    }

    /** @return messages a second at most */
    public double run(Results results) {
        String run = "ingest" + plan.rooms();
        List<String> users =
                IntStream.range(0, plan.rooms()).mapToObj(i -> run + "-" + i).toList();
        List<String> rooms = users.stream()
                .map(user -> system.createRoom(user, user, "public", List.of()))
                .toList();
        ParleyDialect dialect = ParleyDialect.silent(system.issuer());
        URI gateway = dialect.address("127.0.0.1", system.gateway(0).endpoint().http());
        Writers writers = new Writers(loop, gateway, dialect, users, rooms);
        Saying saying = new Saying(loop, writers, plan.textBytes(), 0);
        Pace full = new Pace.InFlight(plan.inFlight());
        WarmUp.run(system.meters().values(), () -> saying.during(plan.stretch(), full));
        double most = measure(saying, full, results).messagesPerSecond();
        for (double share : SHARES) {
            measure(saying, new Pace.PerSecond(most * share), results);
        }
        writers.leave();
        return most;
    }

    private Saying.Heard measure(Saying saying, Pace pace, Results results) {
        Costs costs = Costs.from(system.meters());
        Saying.Heard heard = saying.during(plan.stretch(), pace);
        Result result = Result.of("ingest", "parley").with("rooms", plan.rooms());
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
        return heard;
    }
}
