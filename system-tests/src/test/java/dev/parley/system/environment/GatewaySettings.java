package dev.parley.system.environment;

import java.util.List;
import java.util.Map;

/** What sets a gateway apart from the two ordinary ones. Each costs a process, so they are few. */
public enum GatewaySettings {
    /** As it comes: the limits that people meet in production. */
    DEFAULT(Map.of(
            "PARLEY_LIMITS_COMMANDS_PER_SECOND", "20",
            "PARLEY_LIMITS_COMMAND_BURST", "40",
            "PARLEY_ALLOWED_ORIGINS", "https://chat.example,https://team.example")),

    /**
     * Remembers little, waits little, holds little: what takes hours or gigabytes elsewhere takes moments here. But who
     * answers its pings is not given up because the machine stood still for some seconds.
     */
    TIGHT(Map.of(
            "PARLEY_GATEWAY_RING_BYTES", "65536",
            "PARLEY_GATEWAY_HEARTBEAT", "PT1S",
            "PARLEY_GATEWAY_HEARTBEAT_GRACE", "PT10S",
            "PARLEY_GATEWAY_CONNECTION_LIMIT", "30",
            "PARLEY_LIMITS_RESUME_EVENTS", "400",
            "PARLEY_LIMITS_OUTBOUND_BYTES", "262144"));

    /** Where pages may come from that connect to {@link #DEFAULT}, beside its own address. */
    public static final List<String> ALLOWED_ORIGINS =
            List.of(DEFAULT.setting("PARLEY_ALLOWED_ORIGINS").split(","));

    /** Connections that {@link #TIGHT} takes. */
    public static final int TIGHT_CONNECTIONS = Integer.parseInt(TIGHT.setting("PARLEY_GATEWAY_CONNECTION_LIMIT"));

    // Map.of cannot be changed; the type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> environment;

    GatewaySettings(Map<String, String> environment) {
        this.environment = environment;
    }

    Map<String, String> environment() {
        return environment;
    }

    private String setting(String name) {
        return environment.getOrDefault(name, "");
    }
}
