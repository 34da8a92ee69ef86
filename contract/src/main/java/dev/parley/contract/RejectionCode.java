package dev.parley.contract;

/** Why a command was not accepted. A rejected command took nothing: its id may be used again. */
public enum RejectionCode {
    /** The command's shape is wrong; the same command will never be accepted. */
    INVALID("invalid", 400),
    /** The room may be seen, but the user's role does not allow this. */
    FORBIDDEN("forbidden", 403),
    /** No such room, message or person, as far as this user may know. */
    NOT_FOUND("notFound", 404),
    /** The room's state does not allow this now: already a member, already deleted, the last owner. */
    CONFLICT("conflict", 409),
    /** A text, list or frame over its limit. */
    TOO_LARGE("tooLarge", 413),
    /** Too many commands of this user; carries {@code retryAfter}. */
    RATE_LIMITED("rateLimited", 429),
    /** Nothing was taken because a part of the system is away; send again with the same id. */
    UNAVAILABLE("unavailable", 503);

    private final String label;
    private final int httpStatus;

    RejectionCode(String label, int httpStatus) {
        this.label = label;
        this.httpStatus = httpStatus;
    }

    /** As it stands in JSON. */
    public String label() {
        return label;
    }

    /** The status of the problem that {@code POST /api/commands} answers. */
    public int httpStatus() {
        return httpStatus;
    }
}
