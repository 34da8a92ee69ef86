package dev.parley.local.service;

import java.util.HashMap;
import java.util.Map;

/**
 * How to start the services.
 *
 * @param environment added to what a service of this kind gets anyway
 * @param own added to that for one service, by its name
 */
public record ParleyOptions(
        ServicePorts ports, Map<ServiceKind, Map<String, String>> environment, Map<String, Map<String, String>> own) {

    public ParleyOptions {
        environment = Map.copyOf(environment);
        own = Map.copyOf(own);
    }

    public static ParleyOptions on(ServicePorts ports) {
        return new ParleyOptions(ports, Map.of(), Map.of());
    }

    /** So many gateways, everything on free ports. */
    public static ParleyOptions gateways(int count) {
        return on(ServicePorts.free(count));
    }

    /** For every service of the kind. */
    public ParleyOptions with(ServiceKind kind, String name, String value) {
        return new ParleyOptions(ports, added(environment, kind, name, value), own);
    }

    /** @param service its name, for example {@code gateway-1} */
    public ParleyOptions with(String service, String name, String value) {
        return new ParleyOptions(ports, environment, added(own, service, name, value));
    }

    private static <K> Map<K, Map<String, String>> added(
            Map<K, Map<String, String>> before, K key, String name, String value) {
        var all = new HashMap<>(before);
        var one = new HashMap<>(before.getOrDefault(key, Map.of()));
        one.put(name, value);
        all.put(key, Map.copyOf(one));
        return all;
    }

    Map<String, String> environmentOf(ServiceKind kind, String service) {
        var all = new HashMap<>(environment.getOrDefault(kind, Map.of()));
        all.putAll(own.getOrDefault(service, Map.of()));
        return all;
    }
}
