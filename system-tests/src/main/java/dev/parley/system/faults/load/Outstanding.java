package dev.parley.system.faults.load;

import dev.parley.contract.Command;

/** A command that waits for its answer. Guarded by its client. */
final class Outstanding {
    final Command command;
    long sendAgainAtNanos;
    int refusals;

    Outstanding(Command command) {
        this.command = command;
    }
}
