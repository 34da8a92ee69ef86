package dev.parley.local.service;

import java.util.List;

/** The three services. */
public enum ServiceKind {
    GATEWAY("gateway-service", 256, 8080, 9080),
    MESSAGE("message-service", 256, 9084),
    HISTORY("history-service", 256, 8082, 8083, 9082);

    private final String module;
    private final int heapMegabytes;

    // List.of cannot be changed; the type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Integer> ports;

    ServiceKind(String module, int heapMegabytes, Integer... ports) {
        this.module = module;
        this.heapMegabytes = heapMegabytes;
        this.ports = List.of(ports);
    }

    /** Where it listens if nothing else is set. */
    public List<Integer> ports() {
        return ports;
    }

    /** The folder it is built in. */
    public String module() {
        return module;
    }

    /** On top of the service's own: small and single-threaded collection, as several JVMs share few cores. */
    List<String> jvmArguments() {
        return List.of("-Xms64m", "-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC");
    }
}
