package dev.parley.contract;

/** What kind of conversation a room is; fixed when the room is made. */
public enum RoomKind {
    /** Anybody who signed in may find, read and join it. */
    PUBLIC("public"),
    /** Only its members know that it exists. */
    PRIVATE("private"),
    /** A fixed set of people, one room for each set; nobody joins, leaves or is removed. */
    DIRECT("direct"),
    /** Open like a public room, but only owners and moderators post. */
    ANNOUNCEMENT("announcement");

    private final String label;

    RoomKind(String label) {
        this.label = label;
    }

    /** As it stands in JSON and in the database. */
    public String label() {
        return label;
    }

    /** Whether somebody who is not a member may find, read and join the room. */
    public boolean open() {
        return this == PUBLIC || this == ANNOUNCEMENT;
    }
}
