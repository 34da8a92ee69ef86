package dev.parley.local.cli;

import dev.parley.local.LocalFailure;
import dev.parley.local.service.ServiceEndpoint;
import dev.parley.local.service.ServicePorts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Who listens where. A port that a user may choose is taken as it is or refused with a word how to choose another; any other
 * port is the usual one or the next that is free.
 */
final class PortPlan {
    private static final int HIGHEST = 65_535;
    private static final int HIGHEST_MANAGEMENT_BASE = 60_000;
    private static final int MANAGEMENT_DISTANCE = 1000;
    private static final int INTERNAL_HISTORY = 8083;
    private static final int MESSAGE = 8084;

    private final IntPredicate free;
    private final Set<Integer> given = new HashSet<>();

    private PortPlan(IntPredicate free) {
        this.free = free;
    }

    /** @param services everything but {@code postgres}, {@code kafka} and {@code keycloak}, which may be 0 still */
    record Planned(int postgres, int kafka, int keycloak, ServicePorts services) {}

    static Planned of(UpPorts wanted, int gateways, IntPredicate free) {
        var plan = new PortPlan(free);
        var postgres = plan.exactly("PostgreSQL", "postgres", wanted.postgres);
        var kafka = plan.exactly("Kafka", "kafka", wanted.kafka);
        var keycloak = plan.exactly("Keycloak", "keycloak", wanted.keycloak);
        var firstGateway = plan.exactly("the gateway", "gateway", wanted.gateway);
        var history = plan.exactly("history-service", "history", wanted.history);
        var endpoints = new ArrayList<ServiceEndpoint>(List.of(plan.endpoint(plan.orNext(firstGateway, 8080))));
        var historyEndpoint = plan.endpoint(plan.orNext(history, 8082));
        var internal = plan.next(INTERNAL_HISTORY);
        var message = plan.endpoint(plan.next(MESSAGE));
        while (endpoints.size() < gateways) {
            endpoints.add(plan.endpoint(plan.next(endpoints.getLast().http() + 1)));
        }
        return new Planned(postgres, kafka, keycloak, new ServicePorts(endpoints, historyEndpoint, internal, message));
    }

    private int exactly(String what, String name, int port) {
        if (port < 0 || port > HIGHEST) {
            throw new LocalFailure("--" + name + "-port must be between 0 and " + HIGHEST + ", not " + port);
        }
        if (port == 0) {
            return port;
        }
        if (!given.add(port)) {
            throw new LocalFailure("port " + port + " is wanted twice; choose another for " + what + hint(name));
        }
        if (!free.test(port)) {
            throw new LocalFailure("port " + port + " for " + what + " is taken; choose another" + hint(name));
        }
        return port;
    }

    private static String hint(String name) {
        return " with --" + name + "-port or PARLEY_" + name.toUpperCase(Locale.ROOT) + "_PORT";
    }

    private int orNext(int port, int usual) {
        return port == 0 ? next(usual) : port;
    }

    /** The management port stands a thousand above, as 9080 above 8080. */
    private ServiceEndpoint endpoint(int http) {
        var usual = http <= HIGHEST_MANAGEMENT_BASE ? http + MANAGEMENT_DISTANCE : http - MANAGEMENT_DISTANCE;
        return new ServiceEndpoint(http, next(usual));
    }

    private int next(int from) {
        for (int port = from; port <= HIGHEST; port++) {
            if (!given.contains(port) && free.test(port)) {
                given.add(port);
                return port;
            }
        }
        throw new LocalFailure("no free port from " + from + " on");
    }
}
