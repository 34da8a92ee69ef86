package dev.parley.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"up", "token", "chat", "latency"})
    void each_command_has_help(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: parley " + command);
    }

    @Test
    void an_unknown_command_is_wrong_usage() {
        assertThat(execute("dance")).isEqualTo(2);
        assertThat(err.toString()).startsWith("parley: ").contains("Usage:");
    }

    @Test
    void an_unknown_option_is_wrong_usage() {
        assertThat(execute("up", "--backwards")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "-1"})
    void a_senseless_number_of_gateways_is_wrong_usage(String gateways) {
        assertThat(execute("up", "--data", folder.toString(), "--gateways", gateways))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--gateways must be between 1 and 20");
    }

    @Test
    void a_failure_is_one_line_without_a_stack_trace() {
        assertThat(execute("token", "alice", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("parley: Parley is not up");
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
