package dev.parley.local.process;

import dev.parley.local.LocalFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One process of ours that never outlives this JVM.
 *
 * <p>The trick: between us and the program stands a small bash supervisor ({@code supervise.sh}) that blocks on a pipe from
 * this JVM. If the JVM goes without a word, by {@code kill -9} or a crash, the kernel closes the pipe and the supervisor ends
 * the program. {@code setpriv --pdeathsig} would do it on Linux only, and loses its effect in programs that change their user.
 * The supervisor also gives the program a process group of its own: a Ctrl-C in a terminal goes to every process of the
 * foreground group at once, and would stop the database before the services that use it.
 *
 * <p>Hazard: if somebody kills the supervisor itself with SIGKILL, the program is orphaned; we see the supervisor's exit and
 * end the program's group ourselves, as long as we live.
 */
public final class ChildProcess {
    private static final String SUPERVISOR = readSupervisor();
    /** Variables that would configure a child from outside; what a child shall know is in its command. */
    private static final Pattern FOREIGN = Pattern.compile(
            "KC_.*|KAFKA_.*|PG[A-Z]+|(JAVA_TOOL|JDK_JAVA|_JAVA|JAVA)_OPTIONS|PARLEY_(HOME|[A-Z]+_PORT)");

    private final ChildCommand command;
    private final Process supervisor;
    private final long pid;
    private final CompletableFuture<Integer> exit;

    private ChildProcess(ChildCommand command, Process supervisor, long pid) {
        this.command = command;
        this.supervisor = supervisor;
        this.pid = pid;
        this.exit = supervisor.onExit().thenApply(ended -> {
            if (isAlive()) {
                signal("KILL", everyProcess());
            }
            return ended.exitValue();
        });
    }

    public static ChildProcess start(ChildCommand command) {
        try {
            Files.createDirectories(command.directory());
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            var builder = new ProcessBuilder(supervised(command))
                    .directory(command.directory().toFile());
            withoutForeign(builder.environment());
            builder.environment().putAll(command.environment());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            var supervisor = builder.start();
            return new ChildProcess(command, supervisor, readPid(command, supervisor));
        } catch (IOException e) {
            throw new LocalFailure("cannot start " + command.name() + ": " + e.getMessage(), e);
        }
    }

    /** Runs a command to its end; anything but status 0 within the bound is a failure. */
    public static void run(ChildCommand command, Duration bound) {
        var process = start(command);
        try {
            var status = process.exit.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            if (status != 0) {
                throw new LocalFailure(command.name() + " failed; see " + command.log());
            }
        } catch (TimeoutException e) {
            process.kill();
            throw new LocalFailure(
                    command.name() + " took longer than " + bound.toSeconds() + " s; see " + command.log(), e);
        } catch (ExecutionException e) {
            throw new LocalFailure("lost sight of " + command.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted during " + command.name(), e);
        }
    }

    private static List<String> supervised(ChildCommand command) {
        var all = new ArrayList<>(List.of("bash", "-c", SUPERVISOR, "supervise", command.stopSignal()));
        all.add(Long.toString(Math.max(1, command.grace().toSeconds())));
        all.add(command.log().toString());
        all.addAll(command.arguments());
        return all;
    }

    private static void withoutForeign(Map<String, String> environment) {
        environment.keySet().removeIf(name -> FOREIGN.matcher(name).matches());
    }

    private static long readPid(ChildCommand command, Process supervisor) throws IOException {
        try (var lines = new BufferedReader(supervisor.inputReader(StandardCharsets.UTF_8))) {
            var line = lines.readLine();
            if (line == null) {
                throw new LocalFailure("cannot start " + command.name() + "; see " + command.log());
            }
            return Long.parseLong(line);
        }
    }

    public ChildCommand command() {
        return command;
    }

    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Completes with the exit status (128 + signal if one ended it) when the process is gone. */
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    /** Asks for an orderly end, waits for it, and kills what is left after the grace. Returns when the process is gone. */
    public void stop() {
        if (!isAlive()) {
            return;
        }
        signal(command.stopSignal(), List.of(pid));
        signal("CONT", everyProcess());
        if (!endsWithin(command.grace().toMillis())) {
            kill();
        }
    }

    /** SIGKILL, to the process and its children. Returns when it is gone. */
    public void kill() {
        signal("KILL", everyProcess());
        endsWithin(TimeUnit.SECONDS.toMillis(10));
    }

    /** SIGSTOP, to the process and its children: alive for everybody who looks, and silent. */
    public void suspend() {
        signal("STOP", everyProcess());
    }

    public void resume() {
        signal("CONT", everyProcess());
    }

    private List<Long> everyProcess() {
        return ProcessHandle.of(pid)
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants())
                        .map(ProcessHandle::pid)
                        .toList())
                .orElse(List.of());
    }

    private boolean endsWithin(long milliseconds) {
        try {
            return supervisor.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void signal(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<>(List.of("kill", "-s", signal));
        pids.forEach(pid -> arguments.add(Long.toString(pid)));
        try {
            new ProcessBuilder(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalFailure("cannot send SIG" + signal + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readSupervisor() {
        try (var script = ChildProcess.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IllegalStateException("supervise.sh is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("supervise.sh cannot be read", e);
        }
    }
}
