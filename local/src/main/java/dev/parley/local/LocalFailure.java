package dev.parley.local;

/** A reason to give up that a person can act on. The message is one line and stands for itself, without a stack trace. */
public final class LocalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalFailure(String message) {
        super(message);
    }

    public LocalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
