package dev.parley.system.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of this machine that end by themselves. */
final class Commands {
    private Commands() {}

    /** @return what it wrote; a status other than 0 is a failure */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", List.of(command)) + ":\n" + output);
        }
        return output;
    }
}
