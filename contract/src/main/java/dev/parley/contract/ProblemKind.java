package dev.parley.contract;

/**
 * Every way in which a service refuses over HTTP: the {@code code} that programs branch on, and the status and title of the
 * problem detail (RFC 9457). The title says the status in words and never more.
 */
public enum ProblemKind {
    /** What will never be right. */
    INVALID("invalid", 400, "Bad Request"),
    /** No token, or one that is not valid here. */
    UNAUTHENTICATED("unauthenticated", 401, "Unauthorized"),
    /** Known, and not allowed. */
    FORBIDDEN("forbidden", 403, "Forbidden"),
    /** No such thing as far as this caller may know. */
    NOT_FOUND("notFound", 404, "Not Found"),
    METHOD_NOT_ALLOWED("methodNotAllowed", 405, "Method Not Allowed"),
    NOT_ACCEPTABLE("notAcceptable", 406, "Not Acceptable"),
    CONFLICT("conflict", 409, "Conflict"),
    TOO_LARGE("tooLarge", 413, "Content Too Large"),
    UNSUPPORTED_MEDIA_TYPE("unsupportedMediaType", 415, "Unsupported Media Type"),
    RATE_LIMITED("rateLimited", 429, "Too Many Requests"),
    /** A fault of ours. */
    INTERNAL("internal", 500, "Internal Server Error"),
    /** Something that is needed is away, or too much is asked at once. Nothing was taken. */
    UNAVAILABLE("unavailable", 503, "Service Unavailable"),
    /** No answer in time; it may still be taken. No rejection's code: a rejection says that nothing was. */
    OUTCOME_UNKNOWN("outcomeUnknown", 504, "Gateway Timeout");

    private static final int FIRST_SERVER_ERROR = 500;

    private final String label;
    private final int status;
    private final String title;

    ProblemKind(String label, int status, String title) {
        this.label = label;
        this.status = status;
        this.title = title;
    }

    /** As it stands in JSON. */
    public String label() {
        return label;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The kind with this status; any other refusal of the client's doing is {@link #INVALID}. */
    public static ProblemKind ofStatus(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < FIRST_SERVER_ERROR ? INVALID : INTERNAL;
    }

    /** How a rejected command is told over HTTP. */
    public static ProblemKind of(RejectionCode code) {
        return switch (code) {
            case INVALID -> INVALID;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case TOO_LARGE -> TOO_LARGE;
            case RATE_LIMITED -> RATE_LIMITED;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
