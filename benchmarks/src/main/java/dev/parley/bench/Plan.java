package dev.parley.bench;

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
        Map<String, String> gatewaySettings) {}
