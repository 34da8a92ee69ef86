package dev.parley.local.process;

import java.nio.file.Path;

/** The Java that runs us, which is the one our children get. */
public final class Jvm {
    private Jvm() {}

    public static String home() {
        return System.getProperty("java.home");
    }

    public static String program() {
        return Path.of(home(), "bin", "java").toString();
    }
}
