package dev.parley.system.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.Workspace;
import dev.parley.system.client.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A program of the TypeScript client, in Node.js: takes lines on its standard input and tells what happens in lines of JSON.
 * It ends when its input does, and so never outlives this JVM.
 */
final class NodeProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final int LEAST_NODE = 20;

    private final Process process;
    private final PrintWriter input;
    private final List<JsonNode> told = new ArrayList<>();
    private final StringBuilder others = new StringBuilder();

    private NodeProgram(Process process) {
        this.process = process;
        this.input = new PrintWriter(process.outputWriter(UTF_8), true);
        Thread.ofVirtual().start(this::listen);
    }

    /** Why no program can run here; empty if one can. */
    static Optional<String> missing() {
        if (!Files.exists(client().resolve("dist/index.js"))) {
            return Optional.of("the TypeScript client is not built: no Node.js was there, or npm failed");
        }
        try {
            Process asked = new ProcessBuilder("node", "-p", "process.versions.node").start();
            String version = new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
            return Integer.parseInt(version.split("\\.", 2)[0]) >= LEAST_NODE
                    ? Optional.empty()
                    : Optional.of("Node.js " + LEAST_NODE + " or newer is needed; here is " + version);
        } catch (IOException absent) {
            return Optional.of("there is no Node.js here");
        }
    }

    /** @param script below the folder of the TypeScript client */
    static NodeProgram start(String script, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder("node", script).directory(client().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new NodeProgram(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path client() {
        return Workspace.find().root().resolve("clients/typescript");
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard(line);
            }
        } catch (IOException gone) {
            heard(gone.toString());
        }
    }

    private synchronized void heard(String line) {
        try {
            JsonNode said = JSON.readTree(line);
            if (said.isObject()) {
                told.add(said);
            } else {
                others.append(line).append('\n');
            }
        } catch (IOException notJson) {
            others.append(line).append('\n');
        }
    }

    void say(String line) {
        input.println(line);
    }

    /** Everything of this name that the program told, in order. */
    synchronized List<JsonNode> told(String name) {
        return told.stream().filter(one -> one.has(name)).toList();
    }

    /** What the program told beside JSON: something went wrong, or it talks to people. */
    synchronized String others() {
        return others.toString();
    }

    JsonNode await(String name) {
        return await(
                "'" + name + "' of a Node.js program",
                said -> said.told(name).stream().findFirst());
    }

    <T> T await(String what, Function<NodeProgram, Optional<T>> look) {
        try {
            Patience.until(what, Patience.LONG, () -> look.apply(this).isPresent() || !process.isAlive());
            return look.apply(this).orElseThrow(() -> new AssertionError("it ended without " + what));
        } catch (AssertionError inVain) {
            throw new AssertionError(inVain.getMessage() + "; it said " + others() + told, inVain);
        }
    }

    /** Its exit status, when it ends by itself. */
    int awaitEnd() {
        Patience.until("a Node.js program ends", Patience.LONG, () -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        input.close();
        try {
            if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
