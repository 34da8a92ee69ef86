package dev.parley.system.permission;

import java.util.Locale;

/** One question: may somebody of this standing do this here? */
record Cell(String deed, Place place, Standing standing) implements Comparable<Cell> {
    @Override
    public String toString() {
        return "%s in %s as %s".formatted(deed, place.label(), standing.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public int compareTo(Cell other) {
        return toString().compareTo(other.toString());
    }
}
