package dev.parley.system.permission;

import dev.parley.contract.RoomKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where something is tried. */
enum Place {
    PUBLIC,
    ANNOUNCEMENT,
    PRIVATE,
    /** Nobody is removed from a direct room, and nobody moderates it. */
    DIRECT,
    /** A private room of others, whatever one is elsewhere. */
    OTHER,
    /** An id that is no room's. */
    UNKNOWN,
    /** What is tried concerns no room. */
    NONE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Set<Standing> standings() {
        return this == DIRECT ? EnumSet.of(Standing.STRANGER, Standing.MEMBER) : EnumSet.allOf(Standing.class);
    }

    /** The kind of room in which people are given their standings. */
    Optional<RoomKind> kind() {
        return switch (this) {
            case PUBLIC -> Optional.of(RoomKind.PUBLIC);
            case ANNOUNCEMENT -> Optional.of(RoomKind.ANNOUNCEMENT);
            case PRIVATE -> Optional.of(RoomKind.PRIVATE);
            case DIRECT, OTHER, UNKNOWN, NONE -> Optional.empty();
        };
    }

    static Set<Place> rooms() {
        return EnumSet.complementOf(EnumSet.of(NONE));
    }
}
