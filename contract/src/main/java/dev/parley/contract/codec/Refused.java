package dev.parley.contract.codec;

import dev.parley.contract.RejectionCode;

/** Unwinds a reader to {@link Codec}, which turns it into a {@link Decoded.Refusal}; never leaves the package. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;

    private Refused(RejectionCode code, String message) {
        // A refusal is an ordinary outcome under attack; it must not cost a stack trace.
        super(message, null, false, false);
        this.code = code;
    }

    static Refused invalid(String message) {
        return new Refused(RejectionCode.INVALID, message);
    }

    static Refused tooLarge(String message) {
        return new Refused(RejectionCode.TOO_LARGE, message);
    }

    RejectionCode code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
