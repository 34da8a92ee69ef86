package dev.parley.message.sequencing;

/** A transaction that did not succeed, and what may be done about it. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What to do now. */
    public enum Kind {
        /** Somebody else was in the way: the same batch may succeed at once. */
        CLASH,
        /** Something in the batch cannot be stored or decided: the same batch will never succeed. */
        OFFENCE,
        /** The store cannot work now: the same batch will succeed later. */
        AWAY
    }

    private final Kind kind;

    public StoreFailure(Kind kind, Throwable cause) {
        super(cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
