package dev.parley.bench.scenario;

import dev.parley.bench.load.Loop;
import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One room, so many receivers, one who speaks. Every subject is measured in each round, one after the other, and the
 * median of the rounds counts: on a shared machine the noise of a minute then falls on all alike.
 */
public final class Fanout {
    private final Loop loop;
    private final Plan plan;

    /**
     * @param stretch how long one subject speaks in one round, and at a time while it warms up
     */
    public record Plan(int receivers, int textBytes, int rounds, int warmUpStretchesMax, Duration stretch) {}

    public Fanout(Loop loop, Plan plan) {
        this.loop = loop;
        this.plan = plan;
    }

    /** One subject's room. */
    private final class Room {
        final Subject subject;
        final Crowd crowd;
        final Saying saying;
        final List<Double> serverMicros = new ArrayList<>();
        final List<Double> allMicros = new ArrayList<>();
        final List<Double> messagesPerSecond = new ArrayList<>();
        final List<Double> deliveriesPerFrame = new ArrayList<>();
        Histogram latencies = new Histogram(3);

        Room(Subject subject) {
            this.subject = subject;
            this.crowd = new Crowd(loop, subject.users(), subject.address(), subject.dialect());
            crowd.grow(plan.receivers());
            this.saying = new Saying(loop, crowd, plan.textBytes(), 0);
        }

        void forget() {
            serverMicros.clear();
            allMicros.clear();
            messagesPerSecond.clear();
            deliveriesPerFrame.clear();
            latencies = new Histogram(3);
        }

        void warmUp(Pace pace) {
            WarmUp.run(List.of(subject.server()), plan.warmUpStretchesMax(), () -> speak(pace));
            forget();
        }

        void speak(Pace pace) {
            Duration serverBefore = subject.server().cpu();
            Duration behindBefore = behind();
            Saying.Heard heard = saying.during(plan.stretch(), pace);
            double server = micros(subject.server().cpu().minus(serverBefore));
            double behind = micros(behind().minus(behindBefore));
            serverMicros.add(server / heard.deliveries());
            allMicros.add((server + behind) / heard.deliveries());
            messagesPerSecond.add(heard.messagesPerSecond());
            deliveriesPerFrame.add((double) heard.deliveries() / heard.frames());
            latencies.add(heard.latencies());
        }

        private Duration behind() {
            return subject.behind().stream().map(ProcessMeter::cpu).reduce(Duration.ZERO, Duration::plus);
        }

        Result result(Pace pace) {
            Result result = Result.of("fanout", subject.name()).with("receivers", plan.receivers());
            switch (pace) {
                case Pace.InFlight(int messages) -> result.with("inFlight", messages);
                case Pace.PerSecond(double messages) -> result.with("offeredPerSecond", messages);
            }
            return result.with("serverMicrosPerDelivery", Median.of(serverMicros))
                    .with("allMicrosPerDelivery", Median.of(allMicros))
                    .with("messagesPerSecond", Median.of(messagesPerSecond))
                    .with("deliveriesPerFrame", Median.of(deliveriesPerFrame))
                    .with("p50Millis", latencies.getValueAtPercentile(50) / 1e6)
                    .with("p99Millis", latencies.getValueAtPercentile(99) / 1e6)
                    .with("worstMillis", latencies.getMaxValue() / 1e6);
        }
    }

    /** Measures all subjects at each pace. @return the results, also added to {@code results} */
    public Map<Pace, List<Result>> run(List<Subject> subjects, List<Pace> paces, Results results) {
        List<Room> rooms = subjects.stream().map(Room::new).toList();
        Map<Pace, List<Result>> found = new LinkedHashMap<>();
        for (Pace pace : paces) {
            rooms.forEach(room -> room.warmUp(pace));
            for (int round = 0; round < plan.rounds(); round++) {
                rooms.forEach(room -> room.speak(pace));
            }
            List<Result> ofPace = rooms.stream().map(room -> room.result(pace)).toList();
            ofPace.forEach(results::add);
            found.put(pace, ofPace);
        }
        rooms.forEach(room -> room.crowd.leave());
        return found;
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }
}
