package dev.parley.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    /** For who does not want to stop; all others must not be killed because the machine was slow. */
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    /** Blocks for good on a pipe that nobody writes to, and still runs its traps. */
    private static final String BLOCK = "; mkfifo pipe; exec 9<>pipe; echo ready; while :; do read -r _ <&9; done";

    @TempDir
    Path folder;

    @Test
    void what_a_command_prints_is_in_its_log() throws IOException {
        ChildProcess.run(bash("echo out; echo err >&2"), BOUND);
        assertThat(log()).contains("out", "err");
    }

    @Test
    void a_command_gets_its_environment() throws IOException {
        var command = new ChildCommand(
                "dummy",
                List.of("bash", "-c", "echo got=$GIVEN"),
                Map.of("GIVEN", "this"),
                folder,
                folder.resolve("dummy.log"),
                "TERM",
                BOUND);
        ChildProcess.run(command, BOUND);
        assertThat(log()).contains("got=this");
    }

    @Test
    void a_command_that_fails_is_named_with_its_log() {
        assertThatThrownBy(() -> ChildProcess.run(bash("exit 3"), BOUND))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("dummy")
                .hasMessageContaining(folder.resolve("dummy.log").toString());
    }

    @Test
    void a_program_that_is_not_there_fails() {
        var command = new ChildCommand(
                "dummy", List.of("no-such-program"), Map.of(), folder, folder.resolve("dummy.log"), "TERM", BOUND);
        assertThatThrownBy(() -> ChildProcess.run(command, BOUND)).isInstanceOf(LocalFailure.class);
    }

    @Test
    void a_stop_sends_the_chosen_signal_and_waits_for_the_end() throws Exception {
        var process = startBlocking("trap 'echo stopping; exit 7' USR1");
        process.stop();
        assertThat(process.isAlive()).isFalse();
        assertThat(process.onExit().get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(log()).contains("stopping");
    }

    @Test
    void a_process_that_does_not_want_to_stop_is_killed() throws Exception {
        var process = startBlocking("trap 'echo never' USR1 TERM", IMPATIENT);
        process.stop();
        assertThat(process.isAlive()).isFalse();
        assertThat(process.onExit().get(20, TimeUnit.SECONDS)).isEqualTo(128 + 9);
    }

    @Test
    void a_kill_takes_the_children_of_the_process_along() throws IOException {
        var process = startBlocking("bash -c 'exec 9<>other; read -r _ <&9' & echo child=$!");
        var child = Long.parseLong(log().lines()
                .filter(line -> line.startsWith("child="))
                .findFirst()
                .orElseThrow()
                .substring("child=".length()));
        process.kill();
        assertThat(process.isAlive()).isFalse();
        ProcessHandle.of(child)
                .ifPresent(handle ->
                        handle.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        assertThat(ProcessHandle.of(child)).isEmpty();
    }

    @Test
    void a_suspended_process_lives_on_and_can_be_resumed_and_stopped() throws Exception {
        var process = startBlocking("trap 'exit 0' USR1");
        process.suspend();
        assertThat(process.isAlive()).isTrue();
        // A signal takes effect when the process is next given the processor.
        Await.ready(process, BOUND, () -> state(process).startsWith("T"));
        process.resume();
        Await.ready(process, BOUND, () -> !state(process).startsWith("T"));
        process.stop();
        assertThat(process.onExit().get(20, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void nothing_survives_a_jvm_that_is_killed() throws Exception {
        var parent = new ProcessBuilder(
                        Jvm.program(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var pid = Long.parseLong(parent.inputReader(StandardCharsets.UTF_8).readLine());
        var child = ProcessHandle.of(pid).orElseThrow();
        // Who ends a whole process group, as `timeout` does, ends the JVM last; what watches for it must live until
        // then.
        parent.descendants().filter(process -> process.pid() != pid).forEach(ProcessHandle::destroy);
        parent.destroyForcibly();
        child.onExit().get(20, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    /** A JVM of its own with one child, which it never stops. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            var folder = Path.of(arguments[0]);
            var process = ChildProcess.start(command(folder, "true" + BLOCK, IMPATIENT));
            System.out.println(process.pid());
            Thread.currentThread().join();
        }
    }

    private ChildProcess startBlocking(String before) {
        return startBlocking(before, BOUND);
    }

    private ChildProcess startBlocking(String before, Duration grace) {
        var process = ChildProcess.start(command(folder, before + BLOCK, grace));
        Await.ready(process, BOUND, () -> {
            try {
                return log().contains("ready");
            } catch (IOException notYet) {
                return false;
            }
        });
        return process;
    }

    private static String state(ChildProcess process) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ChildCommand bash(String script) {
        return command(folder, script, BOUND);
    }

    private static ChildCommand command(Path folder, String script, Duration grace) {
        return new ChildCommand(
                "dummy",
                List.of("bash", "-c", script),
                Map.of(),
                folder,
                folder.resolve("dummy.log"),
                // A shell that was started in the background ignores SIGINT for good, and so would everything below it.
                "USR1",
                grace);
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("dummy.log"));
    }
}
