package dev.parley.system.permission;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.system.client.ParleyClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands that are all sent before the first answer is waited for. All must be accepted. */
final class Wave {
    private final List<Runnable> answers = new ArrayList<>();

    void send(ParleyClient client, Command command) {
        client.submit(command);
        answers.add(() -> client.awaitAccepted(command));
    }

    /** Also notes the sequence that the command got. */
    void send(ParleyClient client, Command command, Cell cell, Map<Cell, Long> sequences) {
        client.submit(command);
        answers.add(() -> {
            Answer.Accepted accepted = client.awaitAccepted(command);
            sequences.put(cell, ParleyClient.sequenceOf(accepted));
        });
    }

    void await() {
        answers.forEach(Runnable::run);
    }
}
