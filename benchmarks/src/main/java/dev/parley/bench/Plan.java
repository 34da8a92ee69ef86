package dev.parley.bench;

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
        Duration stretch,
        int connections,
        int rooms,
        int ingestInFlight,
        List<Long> events,
        List<Integer> curve,
        Path pictures,
        Map<String, String> gatewaySettings) {}
