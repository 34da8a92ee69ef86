package dev.parley.contract;

/** What a member may do in a room; from the most to the least. */
public enum Role {
    OWNER("owner"),
    MODERATOR("moderator"),
    MEMBER("member");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** As it stands in JSON and in the database. */
    public String label() {
        return label;
    }

    /** Owners and moderators: they update rooms, add, remove and ban people, and post announcements. */
    public boolean moderates() {
        return this != MEMBER;
    }
}
