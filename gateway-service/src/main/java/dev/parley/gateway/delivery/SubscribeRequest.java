package dev.parley.gateway.delivery;

import dev.parley.contract.Answer;
import dev.parley.contract.RejectionCode;
import java.util.UUID;

/** A {@code subscribe} frame: answered room by room, and accepted as a whole when each room had its answer. */
final class SubscribeRequest {
    private final Frames frames;
    private final Listener listener;
    private final String id;
    private int open;

    SubscribeRequest(Frames frames, Listener listener, String id) {
        this.frames = frames;
        this.listener = listener;
        this.id = id;
        // One for the frame itself, so that it is not over before its rooms are known.
        this.open = 1;
    }

    void begin() {
        open++;
    }

    void done() {
        open--;
        if (open == 0) {
            frames.answer(listener, Answer.Accepted.of(id));
        }
    }

    void reject(UUID room, RejectionCode code, String message) {
        frames.answer(listener, new Answer.Rejected(id, code, message, room, null));
        done();
    }

    /** The whole frame could not be answered. */
    void reject(RejectionCode code, String message) {
        frames.answer(listener, Answer.Rejected.of(id, code, message));
    }
}
