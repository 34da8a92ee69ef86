package dev.parley.history.problems;

/** Every way in which this service refuses; the label is what programs branch on. */
public enum ProblemKind {
    /** A parameter or body that will never be right; {@code parameter} names it where there is one. */
    INVALID("invalid", 400, "Bad Request"),
    /** No token, or one that is not valid here. */
    UNAUTHENTICATED("unauthenticated", 401, "Unauthorized"),
    /** Known, and not allowed; the internal port's wrong credential is this too. */
    FORBIDDEN("forbidden", 403, "Forbidden"),
    /** No such thing as far as this caller may know. */
    NOT_FOUND("notFound", 404, "Not Found"),
    METHOD_NOT_ALLOWED("methodNotAllowed", 405, "Method Not Allowed"),
    NOT_ACCEPTABLE("notAcceptable", 406, "Not Acceptable"),
    TOO_LARGE("tooLarge", 413, "Content Too Large"),
    UNSUPPORTED_MEDIA_TYPE("unsupportedMediaType", 415, "Unsupported Media Type"),
    /** A fault of ours. */
    INTERNAL("internal", 500, "Internal Server Error"),
    /** The database or the identity provider is away, or too much is asked at once. */
    UNAVAILABLE("unavailable", 503, "Service Unavailable");

    private final String label;
    private final int status;
    private final String title;

    ProblemKind(String label, int status, String title) {
        this.label = label;
        this.status = status;
        this.title = title;
    }

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
    static ProblemKind ofStatus(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < 500 ? INVALID : INTERNAL;
    }
}
