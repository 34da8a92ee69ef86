package dev.parley.local;

/** Where a start that takes seconds says what it is doing. Called from several threads. */
@FunctionalInterface
public interface Progress {
    void say(String line);

    static Progress silent() {
        return line -> {};
    }
}
