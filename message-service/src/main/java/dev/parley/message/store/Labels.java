package dev.parley.message.store;

import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.Arrays;

/** Enumerations from the labels that the database has for them. */
final class Labels {
    private Labels() {}

    static RoomKind kind(String label) {
        return Arrays.stream(RoomKind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the database has an unknown kind of room"));
    }

    static Role role(String label) {
        return Arrays.stream(Role.values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the database has an unknown role"));
    }
}
