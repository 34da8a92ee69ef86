package dev.parley.message.sequencing;

import dev.parley.contract.Answer;

/** Tells gateways what happened. Returns when every record is safe; throws if that is not certain. */
public interface Publisher {

    void publish(Decision decision);

    /** Puts a command that nothing can be done with aside, and tells its sender. */
    void putAside(Submission submission, Answer.Rejected answer);
}
