package dev.parley.gateway.delivery;

import java.util.UUID;

/** An event as it came over the broadcast: perhaps twice, perhaps late, perhaps with others missing before it. */
public record Arrival(UUID room, String epoch, LoggedEvent event) {}
