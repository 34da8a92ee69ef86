package dev.parley.local.service;

import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM keeps of one run of a service for all later ones: its classes, read, checked and linked, and what of them was
 * called often (JEP 483, 514 and 515). It takes some two thirds off the processor time of a start, and off what follows a
 * part of the compilers' time if it was rehearsed.
 *
 * <p>It is valid for exactly the Java and the jars that it was made with, and lies beside them, so that it goes when they are
 * built anew. The JVM checks that by itself. With a cache that is missing or does not fit it starts as if there were none;
 * that it says so in its log as an error is turned off, because it is none.
 *
 * @param file what {@link Training} writes
 */
public record StartCache(Path file) {
    private static final String FILE = "start.aot";

    /** Of the service with this {@code quarkus-run.jar}. */
    public static StartCache beside(Path jar) {
        return new StartCache(jar.resolveSibling(FILE));
    }

    /** The JVM's options to start with it, whether it is there or not. */
    public List<String> use() {
        return List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off,cds*=off");
    }

    /** The JVM's options to write it at the end: the JVM lives on for as long as that takes, many seconds of one core. */
    List<String> write() {
        return List.of("-XX:AOTCacheOutput=" + unfinished());
    }

    /** Renamed when it is whole, or a JVM that is killed meanwhile would leave half of one. */
    Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }
}
