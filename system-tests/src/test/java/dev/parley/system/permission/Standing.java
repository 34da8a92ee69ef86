package dev.parley.system.permission;

/** How somebody stands in a room; the table's columns, in this order. */
enum Standing {
    /** Was never there. */
    STRANGER,
    /** Was a moderator and was removed. */
    REMOVED,
    /** Was a moderator and was banned. */
    BANNED,
    MEMBER,
    MODERATOR,
    OWNER
}
