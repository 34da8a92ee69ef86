package dev.parley.local.service;

import java.util.List;

/** The three services. */
public enum ServiceKind {
    GATEWAY("gateway-service", 256),
    MESSAGE("message-service", 256),
    HISTORY("history-service", 256);

    private final String module;
    private final int heapMegabytes;

    ServiceKind(String module, int heapMegabytes) {
        this.module = module;
        this.heapMegabytes = heapMegabytes;
    }

    /** The folder it is built in. */
    public String module() {
        return module;
    }

    /** Small and single-threaded collection: several JVMs share few cores. */
    List<String> jvmArguments() {
        return List.of(
                "-Xms64m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED");
    }
}
