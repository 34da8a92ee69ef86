package dev.parley.gateway.command;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import java.util.concurrent.CompletionStage;

/** The way of a command to whoever decides it. Those of one room arrive in the order in which they were appended. */
public interface CommandLog {
    /**
     * @param sending this gateway's name for this sending; a refusal bears it
     * @return completes when the command is there for good; fails if that is not known
     * @throws IllegalStateException if too much is on its way already: nothing was taken
     */
    CompletionStage<Void> append(Person by, Command command, String sending);
}
