package dev.parley.bench;

import dev.parley.bench.scenario.Fanout;
import dev.parley.bench.scenario.Ingest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the command line asked for. */
record Plan(
        boolean parley,
        List<String> peers,
        int receivers,
        List<Integer> inFlight,
        List<Double> rates,
        int textBytes,
        int rounds,
        int warmUpStretchesMax,
        Duration stretch,
        int connections,
        int rooms,
        int ingestInFlight,
        List<Long> events,
        List<Integer> curve,
        Path pictures,
        Map<String, String> gatewaySettings) {

    Fanout.Plan fanout(int receiversOfOne) {
        return new Fanout.Plan(receiversOfOne, textBytes, rounds, warmUpStretchesMax, stretch);
    }

    Ingest.Plan ingest(String name, int roomsOfOne) {
        return new Ingest.Plan(name, roomsOfOne, ingestInFlight, textBytes, warmUpStretchesMax, stretch);
    }
}
