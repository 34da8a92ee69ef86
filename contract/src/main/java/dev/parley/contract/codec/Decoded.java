package dev.parley.contract.codec;

import dev.parley.contract.RejectionCode;
import org.jspecify.annotations.Nullable;

/** What became of some JSON: a value, or the reason why it is none. */
public sealed interface Decoded<T> {

    record Value<T>(T value) implements Decoded<T> {}

    /**
     * @param id the command's id where the JSON had a usable one, so that the refusal can be sent as its answer
     * @param code {@link RejectionCode#INVALID} or {@link RejectionCode#TOO_LARGE}
     * @param message one sentence for the client; quotes nothing of its input but field names
     */
    record Refusal<T>(@Nullable String id, RejectionCode code, String message) implements Decoded<T> {}
}
