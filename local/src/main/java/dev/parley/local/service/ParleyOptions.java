package dev.parley.local.service;

import java.util.HashMap;
import java.util.Map;

/**
 * How to start the services.
 *
 * @param environment added to what a service of this kind gets anyway
 */
public record ParleyOptions(ServicePorts ports, Map<ServiceKind, Map<String, String>> environment) {

    public ParleyOptions {
        environment = Map.copyOf(environment);
    }

    public static ParleyOptions on(ServicePorts ports) {
        return new ParleyOptions(ports, Map.of());
    }

    /** So many gateways, everything on free ports. */
    public static ParleyOptions gateways(int count) {
        return on(ServicePorts.free(count));
    }

    public ParleyOptions with(ServiceKind kind, String name, String value) {
        var all = new HashMap<>(environment);
        var ofKind = new HashMap<>(environmentOf(kind));
        ofKind.put(name, value);
        all.put(kind, Map.copyOf(ofKind));
        return new ParleyOptions(ports, all);
    }

    Map<String, String> environmentOf(ServiceKind kind) {
        return environment.getOrDefault(kind, Map.of());
    }
}
