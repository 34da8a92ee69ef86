package dev.parley.bench;

import dev.parley.bench.load.Loop;
import dev.parley.bench.report.Chart;
import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Fanout;
import dev.parley.bench.scenario.Ingest;
import dev.parley.bench.scenario.KnownRooms;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Subject;
import dev.parley.bench.target.ParleySystem;
import java.util.List;

/** How costs grow, on one system with two gateways, each as a picture. */
final class Curves {
    private static final List<Integer> INGEST_ROOMS = List.of(1, 10, 100, 1_000);
    /** From what a system begins with: partitions can be added and never taken away. */
    private static final List<Integer> PARTITIONS = List.of(8, 16, 32);

    private static final int PARTITIONS_ROOMS = 100;
    private static final List<Integer> KNOWN_ROOMS = List.of(1_000, 2_000, 5_000, 10_000, 20_000);
    private static final String MOST = "accepted a second, at most";

    private final Loop loop;
    private final ParleySystem system;
    private final Plan plan;
    private final Results results;

    Curves(Loop loop, ParleySystem system, Plan plan, Results results) {
        this.loop = loop;
        this.system = system;
        this.plan = plan;
        this.results = results;
    }

    void draw() {
        // First, while the rings hold nothing that could leave them meanwhile.
        knownRooms();
        receivers();
        rooms();
        partitions();
    }

    private void receivers() {
        Chart chart = new Chart("CPU of the gateway per delivery", "receivers in the room", "µs");
        Curve curve = new Curve();
        List<Pace> paces =
                plan.inFlight().stream().<Pace>map(Pace.InFlight::new).toList();
        for (int receivers : plan.curve()) {
            Subject room = Stage.room(system, "curve-" + receivers);
            new Fanout(loop, plan.fanout(receivers))
                    .run(List.of(room), paces, results)
                    .forEach((pace, found) ->
                            curve.add(pace, receivers, found.getFirst().number("serverMicrosPerDelivery")));
        }
        save(curve, chart, "fanout.svg");
    }

    private void rooms() {
        Curve most = new Curve();
        Curve gateways = new Curve();
        for (int rooms : INGEST_ROOMS) {
            Result full = ingest("rooms-" + rooms, rooms);
            most.add(MOST, rooms, full.number("acceptedPerSecond"));
            gateways.add(
                    "a gateway whose clients it does not concern", rooms, full.number("gateway-2MicrosPerMessage"));
            gateways.add("the gateway of those who post", rooms, full.number("gateway-1MicrosPerMessage"));
        }
        save(most, new Chart("Durable messages a second", "rooms", "messages a second"), "ingest.svg");
        save(gateways, new Chart("CPU of each gateway per message", "rooms", "µs"), "gateways.svg");
    }

    private void partitions() {
        Curve curve = new Curve();
        for (int partitions : PARTITIONS) {
            system.partitions(partitions);
            Result full = ingest("partitions-" + partitions, PARTITIONS_ROOMS);
            curve.add(MOST, partitions, full.number("acceptedPerSecond"));
        }
        save(curve, new Chart("Durable messages a second", "partitions", "messages a second"), "partitions.svg");
    }

    private void knownRooms() {
        Curve curve = new Curve();
        KnownRooms known = new KnownRooms(loop, system);
        for (int rooms : KNOWN_ROOMS) {
            Result grown = known.growTo(rooms);
            results.add(grown);
            curve.add("heap after a collection", rooms, grown.number("heapMegabytes"));
        }
        known.leave();
        save(curve, new Chart("Memory of a gateway", "rooms made while it runs", "MB"), "rooms.svg");
    }

    private Result ingest(String name, int rooms) {
        return new Ingest(loop, system, plan.ingest(name, rooms)).most(results);
    }

    private void save(Curve curve, Chart chart, String file) {
        curve.drawOn(chart);
        chart.write(plan.pictures().resolve(file));
    }
}
