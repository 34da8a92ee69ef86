package dev.parley.contract.frame;

import dev.parley.contract.Person;
import java.util.UUID;

/** Best effort: never stored, never in the log, never answered. */
public sealed interface Signal {
    UUID room();

    /** Somebody is writing. */
    record Typing(UUID room, Person user) implements Signal {}

    /** Somebody has read up to and including this sequence. */
    record Receipt(UUID room, String user, long sequence) implements Signal {}

    /** Somebody began or ceased to listen to the room. */
    record Presence(UUID room, String user, boolean online) implements Signal {}
}
