package dev.parley.system.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.local.Workspace;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.environment.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All tests of {@code clients/web/browser}; each has a line of its own in the report that they write beside this one's. */
class BrowserIT {
    private static final Duration BOUND = Duration.ofMinutes(60);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void peopleInBrowsersTalkWhateverHappensToGatewaysNetworksAndTokens() throws IOException, InterruptedException {
        Workspace workspace = Workspace.find();
        Path page = workspace.root().resolve("clients/web");
        Optional<Path> browser = Browser.find();
        assumeTrue(browser.isPresent(), "left out: there is no Chromium here");
        assumeTrue(
                Files.exists(page.resolve("node_modules/.installed")),
                "left out: the page is not built: no Node.js was there, or npm failed");

        ServiceProcess gateway = chat.system().ownGateway();
        Path log = workspace.root().resolve("system-tests/target/browser.log");
        try (GatewayDesk desk = GatewayDesk.of(gateway)) {
            ProcessBuilder tests = new ProcessBuilder(
                            "node", "node_modules/vitest/vitest.mjs", "run", "--config", "vitest.browser.config.ts")
                    .directory(page.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            tests.environment().put("PARLEY_BROWSER", browser.orElseThrow().toString());
            tests.environment().put("PARLEY_GATEWAY", localhost(gateway));
            tests.environment()
                    .put("PARLEY_PATIENT_GATEWAY", localhost(chat.system().gateway(0)));
            tests.environment().put("PARLEY_HISTORY", chat.system().historyUri().toString());
            tests.environment().put("PARLEY_ISSUER", chat.system().issuer().toString());
            tests.environment().put("PARLEY_CONTROL", desk.address());
            tests.environment().put("PARLEY_REPORT", report(workspace).toString());
            int status = run(tests.start());
            assertThat(status)
                    .as(() -> "the tests in the browser: " + read(log))
                    .isZero();
        }
    }

    private static Path report(Workspace workspace) {
        return workspace.root().resolve("system-tests/target/failsafe-reports/TEST-browser.xml");
    }

    /** By the name that the page's sign-in and the others' tokens know. */
    private static String localhost(ServiceProcess gateway) {
        return gateway.uri().toString().replace("127.0.0.1", "localhost");
    }

    private static int run(Process tests) throws InterruptedException {
        try {
            if (!tests.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the tests in the browser took longer than " + BOUND);
            }
            return tests.exitValue();
        } finally {
            tests.descendants().forEach(ProcessHandle::destroyForcibly);
            tests.destroyForcibly();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
