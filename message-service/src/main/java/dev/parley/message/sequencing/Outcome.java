package dev.parley.message.sequencing;

import dev.parley.contract.Answer;
import java.util.List;

/** What became of one submission. */
public sealed interface Outcome {
    Submission submission();

    /** Accepted now; the last of its events is the answer. There is at least one. */
    record Written(Submission submission, AcceptedCommand accepted, List<LoggedEvent> events) implements Outcome {
        public Written {
            events = List.copyOf(events);
        }
    }

    /** Accepted now without an event; the answer needs a record of its own. */
    record Noted(Submission submission, AcceptedCommand accepted) implements Outcome {}

    /**
     * Accepted before: it gets the first answer again.
     *
     * @param events what it wrote, to be published again, if this is the record's replay: the first time may have ended
     *     between the commit and the publishing. Empty if the client sent the id again, or it wrote nothing
     */
    record Repeated(Submission submission, AcceptedCommand accepted, List<LoggedEvent> events) implements Outcome {
        public Repeated {
            events = List.copyOf(events);
        }
    }

    record Refused(Submission submission, Answer.Rejected answer) implements Outcome {}

    /** Nobody waits for an answer. */
    record SignedIn(Submission submission) implements Outcome {}
}
