package dev.parley.gateway.command;

import dev.parley.contract.Answer;

/** Somebody who waits for the answer to a command. Exactly one of the first two is called, once, on any thread. */
public interface Waiter {
    void answered(Answer answer);

    /** The command may or may not have been taken; nobody will say. */
    void unknown();

    /** Whether nobody is there any more to be answered. */
    boolean gone();
}
