package dev.parley.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to run and how to end it.
 *
 * @param name what people call it, for messages
 * @param arguments the program and its arguments
 * @param environment added to ours, from which everything is gone that would configure the program behind our back
 * @param log both output streams are appended here
 * @param stopSignal the signal that asks for an orderly end, without {@code SIG}
 * @param grace how long an orderly end may take before SIGKILL
 */
public record ChildCommand(
        String name,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Path log,
        String stopSignal,
        Duration grace) {

    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The same with more in its environment. */
    public ChildCommand with(Map<String, String> more) {
        var all = new HashMap<>(environment);
        all.putAll(more);
        return new ChildCommand(name, arguments, all, directory, log, stopSignal, grace);
    }
}
