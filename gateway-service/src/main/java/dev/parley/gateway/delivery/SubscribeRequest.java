package dev.parley.gateway.delivery;

import dev.parley.contract.Answer;
import dev.parley.contract.RejectionCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@code subscribe} frame: answered room by room, and accepted as a whole when each room had its answer. */
final class SubscribeRequest {
    private final Frames frames;
    private final Listener listener;
    private final @Nullable String id;
    private int open;

    SubscribeRequest(Frames frames, Listener listener, String id) {
        this((@Nullable String) id, frames, listener);
    }

    private SubscribeRequest(@Nullable String id, Frames frames, Listener listener) {
        this.frames = frames;
        this.listener = listener;
        this.id = id;
        // One for the frame itself, so that it is not over before its rooms are known.
        this.open = 1;
    }

    /** What the gateway does by itself: nobody asked, and nobody is answered. */
    static SubscribeRequest unasked(Frames frames, Listener listener) {
        return new SubscribeRequest(null, frames, listener);
    }

    void begin() {
        open++;
    }

    void done() {
        open--;
        if (open == 0 && id != null) {
            frames.answer(listener, Answer.Accepted.of(id));
        }
    }

    void reject(UUID room, RejectionCode code, String message) {
        if (id != null) {
            frames.answer(listener, new Answer.Rejected(id, code, message, room, null));
        }
        done();
    }

    /** The whole frame could not be answered. */
    void reject(RejectionCode code, String message) {
        if (id != null) {
            frames.answer(listener, Answer.Rejected.of(id, code, message));
        }
    }
}
