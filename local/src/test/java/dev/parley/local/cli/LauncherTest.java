package dev.parley.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.local.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bash program at the top of the repository, with JDKs that are none. */
class LauncherTest {
    @TempDir
    Path folder;

    private record Outcome(int status, String out, String err) {}

    @Test
    void java_home_is_taken_first() throws Exception {
        var home = jdk("home", "25.0.1");
        jdk("usual/other", "26");
        assertThat(launch(Map.of("JAVA_HOME", home.toString()), "jdk").out()).isEqualTo(home + "\n");
    }

    @Test
    void a_java_home_that_is_too_old_gives_way_to_a_usual_folder() throws Exception {
        var old = jdk("old", "17.0.9");
        var usual = jdk("usual/new", "26");
        assertThat(launch(Map.of("JAVA_HOME", old.toString()), "jdk").out()).isEqualTo(usual + "\n");
    }

    @Test
    void java_in_the_path_is_followed_through_links_to_its_home() throws Exception {
        var home = jdk("somewhere/jdk", "25");
        Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/java"), home.resolve("bin/java"));
        assertThat(launch(Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"), "jdk")
                        .out())
                .isEqualTo(home.toRealPath() + "\n");
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk() throws Exception {
        var runtime = jdk("usual/jre", "25");
        Files.delete(runtime.resolve("bin/javac"));
        var usual = jdk("usual/later", "25");
        assertThat(launch(Map.of(), "jdk").out()).isEqualTo(usual + "\n");
    }

    @Test
    void without_a_jdk_one_line_says_what_is_missing_and_what_was_found() throws Exception {
        var old = jdk("old", "17.0.9");
        var outcome = launch(Map.of("JAVA_HOME", old.toString(), "PATH", "/usr/bin:/bin"), "up");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .contains("needs a JDK 25 or newer", "17 in " + old, "JAVA_HOME");
    }

    @Test
    void an_unknown_command_is_wrong_usage() throws Exception {
        var outcome = launch(Map.of(), "dance");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("parley: unknown command: dance\n").contains("Usage: parley");
    }

    @Test
    void help_needs_neither_a_jdk_nor_a_build() throws Exception {
        var outcome = launch(Map.of(), "--help");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Usage: parley", "up", "token", "chat", "test");
    }

    @Test
    void an_unknown_option_of_test_is_wrong_usage() throws Exception {
        jdk("usual/jdk", "25");
        assertThat(launch(Map.of(), "test", "--quick").status()).isEqualTo(2);
    }

    @Test
    void the_last_line_of_the_tests_counts_over_all_reports() throws Exception {
        var outcome = runTests("""
                report contract/target/surefire-reports 'tests="5" errors="0" skipped="1" failures="0"'
                report system-tests/target/failsafe-reports 'tests="12" errors="0" skipped="0" failures="0"'
                """);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).endsWith("\n16 passed, 0 failed, 1 skipped\n");
    }

    @Test
    void failed_tests_are_counted_and_fail_the_command() throws Exception {
        var outcome = runTests("""
                report contract/target/surefire-reports 'tests="20" errors="3" skipped="0" failures="7"'
                """);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).endsWith("\n10 passed, 10 failed, 0 skipped\n");
    }

    @Test
    void a_run_without_any_test_fails() throws Exception {
        var outcome = runTests("");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).endsWith("\n0 passed, 0 failed, 0 skipped\n");
    }

    @Test
    void a_build_that_fails_fails_the_tests_whatever_passed() throws Exception {
        var outcome = runTests("""
                report contract/target/surefire-reports 'tests="5" errors="0" skipped="0" failures="0"'
                exit 1
                """);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("the build failed");
        assertThat(outcome.out()).endsWith("\n5 passed, 0 failed, 0 skipped\n");
    }

    @Test
    void a_test_process_that_died_fails_the_tests_although_maven_goes_on() throws Exception {
        var outcome = runTests("""
                report contract/target/surefire-reports 'tests="5" errors="0" skipped="0" failures="0"'
                echo '[ERROR] The forked VM terminated without saying properly goodbye'
                """);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("a test process died");
    }

    @Test
    void a_build_that_fails_shows_its_errors_and_its_log() throws Exception {
        var launcher = repositoryWithMaven("echo '[ERROR] it does not compile'; exit 1");
        var outcome = run(launcher, path(), "token", "alice");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("[ERROR] it does not compile", "parley: the build failed; see ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "test", "bench"})
    void nothing_is_built_under_an_up_that_runs(String command) throws Exception {
        var launcher = repositoryWithMaven("echo built >>\"$TOP/builds\"");
        var top = folder.resolve("repository").toRealPath();
        var up = new ProcessBuilder("bash", "-c", "read -r; exit", "java", "-Dparley.home=" + top, "-jar").start();
        try {
            Files.createDirectories(top.resolve(".parley"));
            Files.writeString(top.resolve(".parley/up.pid"), Long.toString(up.pid()));
            var outcome = run(launcher, path(), command);
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err().lines())
                    .singleElement()
                    .asString()
                    .contains("`parley up` (process " + up.pid() + ")", "stop it first");
            assertThat(top.resolve("builds")).doesNotExist();
        } finally {
            up.destroy();
            up.waitFor();
        }
        run(launcher, path(), command);
        assertThat(top.resolve("builds")).exists();
    }

    /** The tests of a repository whose Maven writes reports and does nothing else. */
    private Outcome runTests(String maven) throws Exception {
        var report = """
                report() { mkdir -p "$TOP/$1"; printf '<testsuite name="x" time="0.1" %s>\n' "$2" >"$TOP/$1/TEST-x.xml"; }
                """;
        return run(repositoryWithMaven(report + maven), path(), "test");
    }

    private Path repositoryWithMaven(String script) throws IOException {
        jdk("usual/jdk", "25");
        var top = Files.createDirectories(folder.resolve("repository"));
        var maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(
                maven,
                "#!/bin/bash\n[[ $1 == -v ]] && { echo 'Apache Maven 3.9.1 (x)'; exit 0; }\nTOP=" + top + "\n"
                        + script);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        var launcher = top.resolve("parley");
        Files.copy(Workspace.find().root().resolve("parley"), launcher);
        return launcher;
    }

    private Map<String, String> path() {
        return Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    /** A folder with the look of a JDK. */
    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (var program : new String[] {"java", "javac"}) {
            var file = home.resolve("bin").resolve(program);
            Files.writeString(file, "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
        return run(Workspace.find().root().resolve("parley"), environment, arguments);
    }

    private Outcome run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add("bash");
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("PARLEY_JDKS", folder.resolve("usual").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
